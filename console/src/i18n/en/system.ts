export const system = {
  title: 'System', disk: 'Free disk', diskDefinition: 'Free space on the disk of the data folder. Below 5 GB or 10% make room soon: a full disk stops the databases.', of: 'of {{total}}',
  memory: 'Memory of the server', memoryDefinition: 'What the Homefield process holds, without the database engines.', freeOf: '{{free}} free of {{total}} on this machine',
  jobs: 'Jobs under way', jobsDefinition: 'Background jobs that wait or run, in the whole installation.', jobsEnded: '{{done}} done and {{failed}} failed in the last day',
  up: 'Running for', upDefinition: 'Time since the server process started.', versions: 'Homefield {{version}}, Node {{node}}',
  engines: 'Engines', engine: 'Engine', duty: 'What it does', postgresDuty: 'Records and transactions: every change is stored here first', clickhouseDuty: 'Analysis: audiences, models and reports are computed here', version: 'Version', embedded: 'embedded', bytes: 'Space', answer: 'Answers', answeredIn: '{{ms}} ms', noAnswer: 'no answer',
  log: 'Event log', reader: 'Reader', readers: { clickhouse: 'Carrying over to ClickHouse', sops: 'SOP engine', customer_words: 'Search of names' }, meaning: 'Meaning', lag: 'Behind', lagHint: 'How long the first event that is not yet processed has waited', oldest: 'Oldest writing transaction', oldestHint: 'One that does not end holds every reader back', underASecond: 'under 1 s',
  parked: 'Events that ClickHouse refused and that wait for a decision: {{count}}. See the log of the server.',
  daysHours: '{{days}} d {{hours}} h', hoursMinutes: '{{hours}} h {{minutes}} min', minutesSeconds: '{{minutes}} min {{seconds}} s', seconds: '{{seconds}} s',
};
