export const stores = {
  name: 'Store name', renamed: 'Customers who carry the old name "{{name}}": {{number}}. They stay with this store and are shown under "{{next}}"; imports that still say the old name belong to it too.', renamedNobody: 'The old name "{{name}}" stays a former name: imports that still say it belong to this store.', formerNames: 'Former names', formerNamesHint: 'Customers who carry these names belong to this store too. Without the name they belong to none.', nameNeeded: 'Enter the name of the store', nameHint: 'Exactly as it stands in customer records.', nameExample: 'e.g. Nanjing Road',
  region: 'Region', regionHint: 'Stores with the same region belong together.', regionExample: 'e.g. Shanghai', noRegion: 'No region',
  customers: 'Customers', state: 'State', open: 'Open', closed: 'Closed', openHint: 'A closed store is no longer offered; its customers and figures stay as they are.',
  add: 'Add store', change: 'Edit store', search: 'Find a store or region', count: 'Stores: {{count}}',
  empty: 'No stores yet', emptyText: 'Once stores and their regions are listed, an account can be limited to the customers of one region or store.',
  noneListed: 'No stores listed yet', noneListedText: 'Above are the stores that customers carry. Once they and their regions are listed, an account can be limited to the customers of one region or store.', showRest: 'Show the other {{count}}',
  suggestionsTitle: 'Stores in customer records that are not listed yet: {{count}}', suggestion: '{{name}} ({{customers}} customers)', addNamed: 'Add the store "{{name}}"', addAll: 'Add all', added: 'Stores added: {{count}}',
  scope: {
    label: 'Data scope', kinds: { brand: 'Brand', region: 'Region', store: 'Store', own: 'Own' }, whole: 'Whole brand',
    hints: { brand: 'Sees all customers and all figures.', region: 'Sees the customers of this region\'s stores and their figures.', store: 'Sees the customers of this store and their figures.', own: 'Sees the customers of the linked staff member and their figures.' },
    ownOf: 'Customers of {{name}}', chip: { region: '{{name}}', store: '{{name}}', own: 'Own customers' },
    chipHint: { region: 'You see the region "{{name}}": customers and figures are those of its stores.', store: 'You see the store "{{name}}": customers and figures are those of this store.', own: 'You see your own customers: all figures count those you look after.' },
    regionNeeded: 'Choose a region', storeNeeded: 'Choose a store', staff: 'Staff member', staffOptional: 'Staff member (optional)', staffNeeded: 'Choose a staff member', staffHint: 'Who this account is in WeCom.', choose: 'Choose', noStores: 'No stores yet. Add one in Settings → Stores.', noRegions: 'No store has a region yet. Set one in Settings → Stores.', noStaff: 'No staff yet; they appear once WeCom is connected.',
    change: 'Data scope of {{name}}', changeShort: 'Change data scope', changeHint: 'They have to sign in again afterwards.', ownerHint: 'An owner always sees the whole brand.',
  },
};
