export const design = {
  masked: 'To protect customers, everybody sees only a part of this, owners included; the whole is kept encrypted on the server.',
  confirm: { close: 'Close', someRefused: '{{done}} done, {{refused}} refused:', typed: 'This cannot be undone. Type "{{word}}" to confirm.' },
  table: {
    loaded: 'Rows loaded: {{loaded}}', loadedOf: 'Rows loaded: {{loaded}} of {{total}}', more: 'Load more', settings: 'Columns and density', columns: 'Columns', resetColumns: 'Reset', moveColumn: 'Move "{{column}}": drag, or use the arrow keys',
    selectRow: 'Select {{name}}', selectLoaded: 'Select all loaded rows', selected: '{{formatted}} selected', selectedAll: 'All selected', selectAll: 'Select all {{formatted}}', clearSelection: 'Clear selection', bulk: 'Actions on the selected rows',
    sortDown: 'Sort from largest', sortUp: 'Sort from smallest', sortNone: 'Do not sort',
  },
  filter: {
    title: 'Filters', some: 'Filters ({{count}})', done: 'Show results', any: 'Any', search: 'Search options', clear: 'Clear "{{filter}}"', among: '{{first}} and others ({{count}})', from: '≥ {{text}}', to: '≤ {{text}}',
    least: 'At least', most: 'At most', turned: 'The lower limit is above the upper one; nothing will be found.', lastDays: 'Last {{count}} days', longAgo: 'More than {{count}} days ago',
  },
  boundary: { title: 'This part could not be shown', text: 'The rest of the page is not affected. Reference {{reference}}', retry: 'Try again' },
  style: {
    title: 'Design system', lead: 'What every piece looks like, on one page.', colors: 'Colors', values: 'Values and people', actions: 'Buttons and tags', figures: 'Figures', charts: 'Charts', table: 'Table', empty: 'Empty states', states: 'Loading and failing', confirm: 'Confirm and drawer',
    language: 'Language', theme: 'Appearance', sales: 'Net sales', salesDefinition: 'Amount paid for orders less refunds.', buyers: 'Buyers', repurchase: 'Repurchase rate', waiting: 'Waiting for staff', primary: 'Main action', secondary: 'Other action', danger: 'Delete', quiet: 'Link action',
    plain: 'Plain', accent: 'Running', amber: 'Needs a hand', red: 'Failed', month: 'Month', name: 'Name', share: 'Share', last: 'Last order', phone: 'Phone', money: 'Money', compact: 'Money, short', count: 'Count, short', percent: 'Percentage', relative: 'Relative time', day: 'Day', person: 'Person', nobody: 'Nobody follows up',
    confirmTitle: 'Archive the audience "Sleeping buyers"?', impact: 'Affects 3 SOPs and 12,400 people', consequence: 'Nobody new enters the SOPs; those half-way finish their steps.', consequenceHistory: 'Past sizes and results stay and can be looked up.', archive: 'Archive', word: 'Sleeping buyers',
    drawer: 'Open a drawer', drawerTitle: 'Drawer', drawerText: 'What belongs to a thing on the page lies beside the page.', bulk: 'Add a tag', city: 'City', exampleProblem: 'The analytics engine is restarting and will be back in about 10 seconds. Your data is unharmed.',
  },
};
