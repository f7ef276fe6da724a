export const app = {
  product: '主场', navigation: '主导航', breadcrumbs: '当前位置', skip: '跳到正文', more: '更多', signOut: '退出登录', signOutAll: '退出全部 {{number}} 个品牌', signOutBrand: '退出当前品牌', account: '账号：{{name}}', language: '语言', collapse: '收起导航', expand: '展开导航',
  places: { home: '首页', customers: '客户', audiences: '人群', models: '分层', sops: 'SOP', jobs: '后台任务', settings: '设置', system: '系统' },
  groups: { look: '概览', know: '认识客户', act: '运营动作', measure: '洞察', run: '管理' },
  theme: { label: '外观', system: '跟随系统', light: '浅色', dark: '深色' }, density: { label: '密度', comfortable: '宽松', compact: '紧凑' },
  brands: { present: '当前品牌：{{name}}，点击切换', switchTo: '切换到品牌“{{name}}”', signIn: '登录其他品牌…', open: '新建品牌…',
    elsewhereTitle: '此浏览器已切换到“{{brand}}”', elsewhereText: '您在另一个标签页切换了品牌，而本页属于“{{brand}}”，还有未保存的修改。同一浏览器的所有标签页共用一个品牌，请选择：', elsewhereOver: '您在“{{brand}}”的登录已经结束。重新登录后可以继续，修改不会丢失。', elsewhereBack: '切回“{{brand}}”继续', elsewhereFollow: '放弃修改',
  },
  virtualTime: '演示时间 {{time}}', virtualTimeHint: '这是演示品牌，时间是虚拟的：所有“现在”“截至”都以这个时间为准。',
  loop: { attract: '引流', keep: '留存', engage: '促活', convert: '转化', repurchase: '复购', refer: '裂变', all: '客户自循环', hint: '在客户自循环中的位置：{{stages}}' },
  crash: { title: '这个页面没能显示出来', text: '您填写并保存过的内容都还在。可以再试一次；如果仍然如此，请把参考号 {{reference}} 告诉管理员。', retry: '再试一次', reload: '重新加载' },
  notFound: { title: '没有这个页面', text: '链接可能写错了，或者内容已被归档。', home: '回到首页' },
  reconnecting: '正在重新连接…… 您填写的内容都还在。',
  guard: {
    title: '您的角色不能查看这个页面', text: '您的角色是“{{role}}”。可以查看的角色：{{roles}}。如果工作需要，请联系所有者调整。', back: '去“{{place}}”', between: '、',
    nothingTitle: '{{name}}，欢迎', nothingText: '您的账号 {{email}} 还没有任何权限，所以这里暂时没有内容。请联系品牌的所有者为您设置角色，设置后刷新页面即可。',
  },
  keys: { title: '键盘快捷键', close: '关闭', then: ' 然后 ', go: '去“{{place}}”', palette: '搜索与命令', keys: '显示快捷键', fold: '收起或展开导航' },
  palette: {
    title: '搜索或执行命令', placeholder: '客户姓名、拼音、手机尾号、编号，或要做的事', results: '结果', recent: '最近看过', pages: '页面', actions: '操作', more: '更多结果', move: '选择', open: '打开',
    kinds: { customer: '客户', sop: 'SOP', audience: '人群' }, by: { pinyin: '拼音', phone: '手机', email: '邮箱', number: '编号' }, size: '{{formatted}} 人',
    nothing: '没有找到相符的{{kinds}}。刚导入的姓名要稍等片刻才能按拼音搜到。', failed: '暂时搜索不了，请稍后再试。页面和操作仍可使用。', inCustomers: '在客户列表里搜索',
    import: '导入订单', newAudience: '新建人群', newSop: '新建 SOP', invite: '邀请同事', snapshot: '更新分层快照', language: 'Switch to English', theme: '外观：{{theme}}', compact: '改用紧凑密度', comfortable: '改用宽松密度',
  },
  notices: {
    title: '通知', unread: '通知，{{formatted}} 条未读', none: '没有需要处理的事，也没有新的结果。', hand: '需要处理', endedTitle: '已经完成', fresh: '新',
    waiting: '{{formatted}} 条消息等待员工确认', waitingHint: '员工在企业微信里确认后才会发出', failed: '没有完成', rejected: '{{formatted}} 行有错，可下载修改', ended: '已完成',
  },
};
