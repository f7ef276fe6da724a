export const stores = {
  name: 'Store name', nameNeeded: 'Enter the name of the store', nameHint: 'Exactly as customers carry it.', nameExample: 'e.g. Nanjing Road',
  region: 'Region', regionHint: 'Stores with the same region belong together.', regionExample: 'e.g. Shanghai', noRegion: 'No region',
  customers: 'Customers', state: 'State', open: 'Open', closed: 'Closed', openHint: 'A closed store is offered no more; its customers and figures stay as they are.',
  add: 'Add store', change: 'Change store', search: 'Find a store or region', count: 'Stores: {{count}}',
  empty: 'No stores yet', emptyText: 'Once stores are listed and belong to regions, an account can see the customers of one region or one store only.',
  suggestionsTitle: 'Stores that customers carry and this list lacks: {{count}}', suggestion: '{{name}} ({{customers}} customers)', addNamed: 'Add the store "{{name}}"', addAll: 'Add all', added: 'Stores added: {{count}}',
  scope: {
    label: 'Sees', kinds: { brand: 'Brand', region: 'Region', store: 'Store', own: 'Own' }, whole: 'Whole brand',
    hints: { brand: 'All customers, and numbers over all of them.', region: 'Customers of the region\'s stores only; numbers count these alone.', store: 'Customers of this store only; numbers count these alone.', own: 'Customers whom the linked staff member looks after; numbers count these alone.' },
    ownOf: 'Customers of {{name}}', chip: { region: '{{name}}', store: '{{name}}', own: 'Own customers' },
    chipHint: { region: 'You see the region "{{name}}": customers and numbers are those of its stores.', store: 'You see the store "{{name}}": customers and numbers are those of this store.', own: 'You see your own customers: all numbers count those whom you look after.' },
    regionNeeded: 'Choose a region', storeNeeded: 'Choose a store', staff: 'Staff member', staffOptional: 'Staff member (optional)', staffNeeded: 'Choose a staff member', staffHint: 'Who this account is in WeCom.', choose: 'Choose', noStores: 'No store is listed yet. Add one in Settings → Stores.', noRegions: 'No store names a region yet. Do so in Settings → Stores.', noStaff: 'No staff yet; they appear once WeCom is connected.',
    change: 'What {{name}} sees', changeShort: 'Change what they see', changeHint: 'They have to sign in again afterwards.', ownerHint: 'An owner always sees the whole brand.',
  },
};
