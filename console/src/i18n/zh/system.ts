export const system = {
  title: '系统', disk: '磁盘剩余', diskDefinition: '数据目录所在磁盘的剩余空间。低于 5 GB 或 10% 时请尽快清理或扩容：磁盘满了数据库会停止写入。', of: '共 {{total}}',
  memory: '服务占用内存', memoryDefinition: 'Homefield 服务进程占用的内存，不含数据库引擎。', freeOf: '本机空闲 {{free}}，共 {{total}}',
  jobs: '进行中的任务', jobsDefinition: '等待和运行中的后台任务，整个安装范围。', jobsEnded: '最近一天完成 {{done}}，失败 {{failed}}',
  up: '已运行', upDefinition: '服务进程启动至今的时间。', versions: 'Homefield {{version}}，Node {{node}}',
  engines: '数据引擎', engine: '引擎', duty: '职责', postgresDuty: '记录与事务：每一次改动都先存在这里', clickhouseDuty: '分析：人群、分层与报表从这里计算', version: '版本', embedded: '内置', bytes: '占用空间', answer: '响应', answeredIn: '{{ms}} 毫秒', noAnswer: '没有响应',
  log: '事件日志', reader: '读取方', readers: { clickhouse: '同步到 ClickHouse', sops: 'SOP 引擎', customer_words: '姓名拼音搜索' }, meaning: '含义', lag: '落后', lagHint: '最早一条尚未处理的事件已等待多久', oldest: '最早的写事务', oldestHint: '长时间不结束的事务会拖住所有读取方', underASecond: '不到 1 秒',
  parked: '有 {{count}} 条事件被 ClickHouse 拒收，等待处理，请查看服务日志。',
  daysHours: '{{days}} 天 {{hours}} 小时', hoursMinutes: '{{hours}} 小时 {{minutes}} 分', minutesSeconds: '{{minutes}} 分 {{seconds}} 秒', seconds: '{{seconds}} 秒',
};
