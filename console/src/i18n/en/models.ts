export const models = {
  title: 'RFM segmentation', lead: 'Buyers in eight classes by last purchase (R), number of purchases (F) and amount (M), each with a play of its own.', noClass: 'No class',
  classes: { key_value: 'Key value', key_growth: 'Key growth', key_retain: 'Key retain', key_win_back: 'Key win-back', general_value: 'General value', general_growth: 'General growth', general_retain: 'General retain', general_win_back: 'General win-back' },
  snapshotOf: '{{formatted}} buyers in 365 days', emptyTitle: 'No snapshot yet', emptyText: 'A snapshot counts the orders that were there when it was taken. Import orders and refresh it to see how many customers each class has and what they bring; after that it is taken every night.',
  noBuyersTitle: 'No buyers in this snapshot', noBuyersText: 'The snapshot is as of {{time}} and looks at paid orders of the 365 days before. Orders imported since it was taken are counted once it is refreshed; it is also taken every night.',
  lineR: 'high: at most {{value}} days ago', lineF: 'high: at least {{value}} orders', lineM: 'high: at least {{value}}', linesBy: { mean: 'Lines: mean over the buyers', median: 'Lines: median over the buyers', fixed: 'Lines: fixed values' },
  classesTitle: 'The eight classes', class: 'Class', customers: 'Customers', share: 'Share', sales: 'Net sales', salesShare: 'Share of sales', averageR: 'Average R', averageF: 'Average F', averageM: 'Average M', play: 'Play', toAudience: 'To audience', high: ' high', low: ' low',
  days: '{{value}} days', orders: '{{value}} orders', sizeTitle: 'Size and value per customer', heatTitle: 'Last purchase × orders', axisR: 'Last purchase', axisF: 'Orders',
  heatCell: 'bought {{recency}} days ago, {{frequency}} orders<br/>{{customers}} customers · {{sales}}', sizeCell: '{{name}}<br/>{{customers}} customers · {{amount}} each',
  take: 'Refresh snapshot',
  takeTitle: 'Refresh the snapshot?', takeOrders: 'Every buyer is classified anew by the orders that are there now.', takeChanges: 'A change of class goes into the timeline; audiences by class change with it, and customers may enter their SOPs.', takeWork: 'It runs in the background: you can leave this page and follow it under Jobs.',
  definitions: { sales: 'Paid less refunds and cancellations of this class, in the 365 days before the snapshot.', averageR: 'Days from the last purchase to the snapshot, on average over the class.', averageF: 'Orders in 365 days, on average over the class.', averageM: 'Net sales in 365 days, on average over the class.' },
};
