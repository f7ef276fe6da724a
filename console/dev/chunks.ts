/**
 * Which modules go into one file. Left to itself the bundler makes a file of whatever the same pages share, most of them smaller than what asking
 * for one costs: 40 to 55 requests for a page, where half of its waiting went. With these groups it is 5 to 18, styles included, and about as much code.
 * A module belongs to the group with the highest priority that takes it, with whatever it needs and no group has taken.
 */
export const chunkGroups = [
  { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 30 },
  // Two that change seldom: they stay in the browser's cache over an update.
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 20 },
  { name: 'data', test: /node_modules[\\/]@tanstack[\\/]/, priority: 20 },
  { name: 'shell', tags: ['$initial' as const], priority: 15 },
  { name: 'shapes', test: /(node_modules[\\/]zod|[\\/]contract[\\/]src)[\\/]/, priority: 12 },
  // What nearly every page begins with.
  { name: 'frame', test: /([\\/]src[\\/](design[\\/](page|tag|skeleton|values|confirm|first-focus|figure|as-of|chart)\.|app[\\/]mode)|antd[\\/]es[\\/](segmented|progress)[\\/])/, priority: 9 },
  { name: 'parts', minShareCount: 14, priority: 8 },
  // The one table with its bars.
  { name: 'lists', test: /[\\/]src[\\/](design[\\/](data-table|bulk-bar|filter-bar|filters|table-tools|side-drawer)|features[\\/](views[\\/](use-page|views)|jobs[\\/]job-parts)|api[\\/]loaded-rows)/, priority: 6 },
  // Drafts, guards and merge views of the editors, and what they ask while somebody types.
  { name: 'forms', test: /[\\/]src[\\/](forms[\\/](draft-bar|use-draft|merge-dialog|length|forms)|design[\\/](leave-guard|use-rested)|features[\\/]audiences[\\/](refresh-failed|channel-name))/, priority: 6 },
  { name: 'queries', test: /[\\/]src[\\/](features[\\/]\w+[\\/]queries|api[\\/]pages)/, priority: 5 },
  { name: 'icons', test: /@ant-design[\\/]icons/, minShareCount: 2, priority: 5 },
];
