export const audiences = {
  title: 'Audiences', one: 'Audience', lead: 'A rule selects customers and stays in force: they enter and leave as they act.', new: 'New audience', name: 'Name', nameExample: 'e.g. Key customers without an order for 60 days', nameNeeded: 'Give the audience a name',
  kind: 'Kind', live: 'Live', dynamic: 'Dynamic', size: 'Customers', countedAt: 'Counted', notCounted: 'Not counted', emptyTitle: 'No audiences yet', emptyText: 'Begin with a question, such as "customers who have not ordered for 60 days". While you edit you see how many they are and how many each channel can reach.',
  rule: 'Rule', builder: 'Conditions', makeSop: 'Use in a new SOP', archive: 'Archive', archiveTitle: 'Archive "{{name}}"?', archiveList: 'It leaves the list and cannot be chosen for new SOPs.', archiveKept: 'Customers and history stay as they are; an audience in use cannot be archived.',
  editsKept: 'Your changes are still below; nothing is lost.', groupMode: 'How the conditions combine',
  modes: { all: 'All of these hold', any: 'Any of these holds', none: 'None of these holds', notAll: 'Not all of these hold' },
  kinds: { attribute: 'Attribute', event: 'Event', model: 'RFM or other class', audience: 'Another audience', group: 'Group of conditions' },
  addCondition: 'Add condition', removeCondition: 'Remove condition', removeGroup: 'Remove group', operator: 'Comparison', measure: 'Count or sum', period: 'Period', number: 'Number', text: 'Text',
  operators: {
    in: 'is one of', notIn: 'is not', contains: 'contains', is: 'equals', atLeast: 'at least', atMost: 'at most', atLeastDate: 'on or after', atMostDate: 'on or before', between: 'between', within: 'in the last', true: 'is true', false: 'is false', known: 'is known', unknown: 'is unknown', custom: 'custom (JSON)',
  },
  measures: { countAtLeast: 'at least', countAtMost: 'at most', countIs: 'exactly', sumAtLeast: 'sum of {{property}} at least', sumAtMost: 'sum of {{property}} at most', absent: 'did not happen' }, amount: 'amount', times: 'times', to: 'to',
  periods: { within: 'In the last', between: 'Between dates', ever: 'Any time' }, units: { h: 'hours', d: 'days', w: 'weeks' },
  chooseAttribute: 'Choose an attribute', chooseValues: 'Choose or type, several allowed', chooseEvent: 'Choose an event', chooseModel: 'Choose a model', chooseClasses: 'Choose classes', chooseAudience: 'Choose an audience', classIs: 'class is', isIn: 'is in',
  missing: { members: 'Add at least one condition', attribute: 'Choose an attribute', value: 'Enter the value to compare with', event: 'Choose an event', limit: 'Enter an amount or number', class: 'Choose a class', audience: 'Choose an audience' },
  previewWaits: 'Add a condition, and this shows how many customers match and how many each channel can reach.', oldNumberKept: 'Below is the last result.', people: 'customers', shareOfBase: '{{percent}} of {{base}} customers', reach: 'Of them reachable', sample: 'Some of them', sampleOrders: '{{formatted}} orders',
  channels: { wecom: 'WeCom contacts', broadcast: 'WeCom broadcast', sms: 'SMS', email: 'E-mail' },
  jsonBroken: 'This is not valid JSON: look at brackets, quotes and commas.', jsonNoRule: 'This is JSON but not a valid rule: see the guide of the rule language.',
};
