export const system = {
  title: 'System', disk: 'Free disk space', diskDefinition: 'Free space on the disk of the data folder. Make room soon when it is below 5 GB or 10%: a full disk stops the databases.', of: 'of {{total}}',
  memory: 'Server memory', memoryDefinition: 'Memory used by the Homefield process, without the database engines.', freeOf: '{{free}} free of {{total}} on this machine',
  jobs: 'Jobs in progress', jobsDefinition: 'Background jobs that are waiting or running, in the whole installation.', jobsEnded: '{{done}} done and {{failed}} failed in the last day',
  up: 'Uptime', upDefinition: 'Time since the server process started.', versions: 'Homefield {{version}}, Node {{node}}',
  engines: 'Engines', engine: 'Engine', duty: 'What it does', postgresDuty: 'Records and transactions: every change is stored here first', clickhouseDuty: 'Analysis: audiences, models and reports are computed here', version: 'Version', embedded: 'Embedded', bytes: 'Space', answer: 'Response', answeredIn: '{{ms}} ms', noAnswer: 'No response',
  log: 'Event log', reader: 'Reader', readers: { clickhouse: 'Copying to ClickHouse', sops: 'SOP engine', customer_words: 'Name search' }, meaning: 'Meaning', lag: 'Lag', lagHint: 'How long the oldest unprocessed event has waited', oldest: 'Oldest open write transaction', oldestHint: 'One that does not end holds back every reader', underASecond: 'under 1 s',
  parked: 'Events refused by ClickHouse, waiting for a decision: {{count}}. See the server log.',
  daysHours: '{{days}} d {{hours}} h', hoursMinutes: '{{hours}} h {{minutes}} min', minutesSeconds: '{{minutes}} min {{seconds}} s', seconds: '{{seconds}} s',
};
