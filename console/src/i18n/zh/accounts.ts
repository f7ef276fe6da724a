export const accounts = {
  colon: '：', copy: '复制', copied: '已复制', download: '下载', sectionList: '设置分类', language: '语言', languageHint: '控制台、提示和导出文件使用的语言。', nameHint: '同事在审计、任务和邀请里看到的名字。',
  groups: { own: '个人', brand: '品牌与团队', systems: '系统接入', records: '记录' },
  sections: { account: '我的账号', brand: '品牌资料', users: '用户与角色', permissions: '权限一览', security: '登录安全', sso: '单点登录', staff: '员工', stores: '门店', wecom: '企业微信', messages: '消息', apiKeys: 'API 密钥', audit: '审计' },
  leads: {
    account: '姓名、语言、密码、两步验证，以及账号在哪些设备上登录。', brand: '品牌是谁、按哪个时区算一天、用什么货币记账。', users: '谁可以登录控制台、是什么角色，以及发出去的邀请。',
    permissions: '每个角色能做什么。这张表就是服务器判断权限所用的那一张。', security: '所有人登录时都要遵守的规则。', sso: '让同事用公司账号登录（OpenID Connect），不必再记一个密码。',
    staff: '在企业微信里服务客户的员工。', stores: '品牌的门店和大区，用来划分账号能看到的客户。', wecom: '接上企业微信，同步员工与客户，通过企业群发触达。', messages: '给客户发消息的频次上限和免打扰时段。', apiKeys: '收银、商城和数据系统接入时使用的密钥。', audit: '谁在什么时候做了什么。记录只增不改，任何人都不能删除。',
  },
  password: {
    hint: '修改后，其他设备上的登录会立刻失效。', noneHint: '目前只用单点登录。设置密码后，单点登录不可用时也能进来；公司账号被收回后，请所有者同时停用这里的账号。', set: '设置密码', leadCode: '请先输入两步验证的验证码，以确认是本人。', leadFresh: '需在单点登录后 10 分钟内完成设置，以确认是本人。', signInAgain: '登录已超过 10 分钟？退出并重新登录', change: '修改密码', present: '当前密码', next: '新密码', again: '再输一次新密码', differ: '两次输入的新密码不一致',
  },
  ownSessions: {
    title: '登录中的设备', lead: '看到不认识的设备，请立即结束它并修改密码。地址只保留前半段。', device: '设备', address: '地址', seen: '最近活动', created: '登录时间', current: '当前设备', now: '正在使用',
    end: '结束', endTitle: '结束“{{device}}”上的登录？', endConsequence: '那里会立刻退出，需要重新登录。', endOthers: '结束其他全部', endOthersTitle: '结束其他 {{number}} 处登录？', thisStays: '当前这台设备保持登录。',
  },
  browsers: { chrome: 'Chrome', edge: 'Edge', safari: 'Safari', firefox: 'Firefox', wecom: '企业微信', wechat: '微信', other: '其他程序' },
  systems: { windows: 'Windows', macos: 'macOS', ios: 'iPhone / iPad', android: '安卓', harmonyos: '鸿蒙', linux: 'Linux', other: '未知系统' },
  totp: {
    title: '两步验证', on: '已开启', off: '未开启', turnOn: '开启两步验证', turnOff: '关闭', onHint: '{{day}}开启，还剩 {{number}} 个恢复码。', offHint: '登录时除密码外，再输入手机验证器上的 6 位数字。密码泄露时，账号仍然安全。', fewCodes: '恢复码快用完了，请重新生成。',
    scan: '用手机上的验证器应用（微软、谷歌、腾讯身份验证器等）扫描二维码，再输入它显示的 6 位数字。', qr: '两步验证的二维码', byHand: '不能扫码？在应用里手动输入这个密钥：', firstCode: '应用显示的 6 位数字', confirm: '确认并开启', codeNeeded: '请填写验证码', codeShort: '验证码是 6 位数字（恢复码是 10 个字符），还没有填完', tap: '点下面的按钮，用手机上的验证器应用打开，再输入它显示的 6 位数字。', openApp: '在验证器应用中打开', byHandPhone: '打不开？复制这个密钥，在验证器应用里手动添加：',
    codesLead: '两步验证已开启。下面是 10 个恢复码：手机丢失时，每个可以代替验证码登录一次。它们只显示这一次，请保存在安全的地方。', fileHead: '主场恢复码 · {{brand}} · {{email}}', kept: '我已保存',
    newCodes: '新的恢复码', newCodesLead: '生成 10 个新的恢复码，旧的全部作废。', makeCodes: '生成', code: '验证码', orRecovery: '手机不在身边？填写一个恢复码也可以。', secondStep: '密码正确。请打开手机上的验证器应用，输入它显示的 6 位数字。', secondStepOf: '此验证码用于“{{brand}}”。', otherBrand: '改为登录“{{brand}}”', back: '换一个账号登录',
    turnOffTitle: '关闭两步验证？', offConsequence: '之后只凭密码就能登录，恢复码全部作废。', offRequired: '品牌要求所有人使用两步验证：关闭后需要立刻重新设置，适合更换手机。', turnedOff: '两步验证已关闭',
    neededLead: '{{brand}}要求所有人使用两步验证，设置完成后即可继续。', asideTitle: '多一道门，客户更安心', asideText: '两步验证让泄露的密码打不开客户资料，设置只需一分钟。',
  },
  brand: {
    name: '品牌名称', nameHint: '显示在控制台、邀请和验证器应用里。', logo: '标志', chooseLogo: '选择图片', logoHint: 'PNG、JPEG 或 WebP，不超过 512 kB，建议方形。', logoTooLarge: '图片超过 512 kB，请压缩后再选。', zone: '时区', zoneHint: '一天从哪里开始，报表和免打扰时段都按它。', zoneFixed: '已导入的订单按这个时区划分日期，开设时沿用。', zoneNeeded: '请选择时区', currency: '货币', currencyHint: '有了订单就不能再改。', currencyFixed: '已有订单，不能再改。', currencyFixedBySample: '样例品牌的订单占用了货币：在首页移除样例后即可修改。',
    mission: '使命', missionHint: '品牌为什么存在，要为谁解决什么问题。', positioning: '定位', positioningHint: '在客户心里占据什么位置，与别人有什么不同。', voice: '品牌语气', voiceHint: '像谁在说话、用什么词、不用什么词。写话术时会对照它。',
    editsKept: '您填写的内容还在表单里。',
  },
  security: {
    require: '要求所有人使用两步验证', requireHint: '没有开启的人，下次打开控制台时必须先设置。用单点登录的人由公司账号把关，不受影响。', ownFirst: '请先为自己开启。', toAccount: '去“我的账号”开启', withoutIt: '目前有 {{number}} 人尚未开启。', willBeAsked: '还有 {{number}} 人尚未开启，会在下次使用时被要求设置。', between: '、',
    start: '要求所有人使用', startTitle: '要求所有人使用两步验证？', startImpact: '有 {{number}} 人尚未开启：{{names}}', andOthers: '{{names}}等', startNobody: '用密码登录的人都已开启，没有人需要补设。', startNext: '从现在起，尚未开启的人必须先用手机设置好，才能继续使用控制台，正开着的页面也一样。', startNew: '以后受邀加入的人，第一次登录就要设置。', startSso: '用单点登录的人不受影响；API 密钥不受影响。',
    stop: '不再要求', stopTitle: '不再要求所有人使用两步验证？', stopKeeps: '已经开启的人保持开启，但可以自行关闭。', stopOpens: '没有开启的人只凭密码就能登录，密码泄露就会打开客户资料。',
    always: '始终生效的规则', rules: { password: '密码', attempts: '输错次数', session: '登录有效期', invites: '邀请链接' },
    ruleTexts: { password: '至少 10 个字符，只保存不可还原的摘要（argon2id）。', attempts: '同一邮箱在同一地址 15 分钟内最多错 5 次，密码和验证码合并计算。', session: '12 小时不使用，或满 30 天后需要重新登录。', invites: '7 天内有效，只能用一次，可随时撤回。' },
  },
  sso: {
    enabled: '在登录页显示单点登录按钮', label: '按钮上的名称', labelHint: '登录页会显示为“用××登录”。', labelExample: '例如：公司账号', labelNeeded: '请填写名称', issuerHint: '身份提供方的地址，保存时会立即核对。', issuerNeeded: '请填写以 https:// 开头的地址', clientNeeded: '请填写 Client ID', clientHint: '与 Client Secret 在身份提供方的同一页。', secretHint: '加密保存，之后不再显示。', secretNeeded: '请填写 Client Secret',
    domains: '允许的邮箱域名', domainsHint: '输入后按回车，可填多个。留空表示身份提供方认可的人都可以。', domainWrong: '域名格式不正确，例如 brand.com', domainsNeeded: '允许新人自动加入时，请至少填写一个域名', newRole: '第一次来的人', newRoleHint: '已有账号的人总是按邮箱对应到自己的账号。', nobody: '不自动加入，只有已有账号的人可以登录', comeAs: '自动加入，角色为{{role}}',
    saveNote: '保存时会向身份提供方核对一次。', removeTitle: '移除单点登录？', removeConsequence: '用公司账号登录的人将无法再登录，除非他们另有密码。', guideTitle: '身份提供方里要做的准备', or: '或', with: '用{{label}}登录', withOf: '用{{label}}登录“{{brand}}”',
    guide: { make: '在身份提供方（如飞书、钉钉、Azure AD、Keycloak、Authing）新建一个 OpenID Connect 网页应用，授权方式选授权码。', redirect: '把下面的地址填到应用的回调地址里：', fill: '把应用的 Issuer、Client ID、Client Secret 填到左边，并确认应用会提供邮箱。', try: '保存后退出登录，用登录页上的新按钮试一次。' },
    failures: {
      over: '单点登录已超时或已停用，请重新点击按钮。', refused: '身份提供方没有同意这次登录。可以再试一次，或联系公司的账号管理员。', no_email: '身份提供方没有给出已验证的邮箱。请让公司的账号管理员为应用开放邮箱信息。', foreign_domain: '该邮箱的域名不在允许范围内，请用公司邮箱对应的账号登录。',
      unknown_person: '这里还没有对应的账号，请联系品牌的所有者发出邀请。', other_account: '这个邮箱已对应到身份提供方的另一个账号，请联系品牌的所有者处理。', disabled: '账号已停用，请联系品牌的所有者。', provider: '与身份提供方核对时出错，没有登录成功。请稍后再试；仍然如此请告诉管理员查看服务器日志。',
    },
  },
  users: {
    totp: '两步验证', list: '账号列表', me: '我', manage: '管理', roleNote: '角色变化后，对方需要重新登录。新角色不能管理 API 密钥的，其创建的密钥停用；不能邀请成员的，其未使用的邀请作废。', signOut: '退出全部设备', signOutTitle: '让“{{name}}”退出全部设备？', signOutConsequence: '所有设备上的登录立刻失效，对方可以重新登录。',
    reset: '重置两步验证', resetTitle: '重置“{{name}}”的两步验证？', resetConsequence: '验证器和恢复码全部作废，对方只凭密码就能登录，并会退出全部设备。', resetCheck: '请先当面或打电话确认是本人要求的。',
    enable: '恢复账号', enableTitle: '恢复“{{name}}”的账号？', enableConsequence: '对方可以用原来的密码重新登录。', disable: '停用账号', disableTitle: '停用“{{name}}”的账号？', disableConsequence: '对方立刻退出，不能再登录。记录和内容都会保留。', disableKeys: '对方创建的 API 密钥和未使用的邀请同时作废。',
  },
  resets: {
    give: '重置密码', makeLink: '生成重置链接', giveTitle: '重置“{{name}}”的密码？', giveLink: '生成一个一次性链接，由您发给对方；24 小时内有效，只显示这一次。', giveSessions: '对方用链接设置新密码后，所有设备上的登录都会失效。在此之前，旧密码仍可使用。', giveTotp: '两步验证保持开启，登录时仍需验证码。',
    madeTitle: '给{{name}}的密码重置链接', revoke: '撤回重置链接', revokeTitle: '撤回给“{{name}}”的重置链接？',
    page: '设置新密码', title: '{{name}}，请设置新密码', lead: '用于登录“{{brand}}”。设置后，原来在各设备上的登录都会失效。', until: '链接在 {{day}}前有效', set: '保存新密码', doneTitle: '新密码已设置', doneLead: '请用 {{email}} 和新密码登录。开启了两步验证的，还需输入验证码。', overTitle: '重置链接无效', overLead: '链接可能已使用、已撤回、已被新链接取代或已超过 24 小时，也可能没有复制完整。请让所有者重新发送。',
  },
  narrowed: { title: '您的数据范围不能打开此页', text: '这里的设置涉及全品牌，而您的账号只能查看部分客户。如果工作需要，请联系所有者调整数据范围。' },
  invites: {
    emailNeeded: '请填写对方的邮箱', title: '邀请', invite: '邀请成员', dialogLead: '生成一个一次性链接，再发给对方。对方打开后自己设置密码，角色和数据范围从第一次登录起生效。', nameHint: '对方接受时可以修改。', emailHint: '对方用它登录。', makeLink: '生成邀请链接', madeTitle: '给{{name}}的邀请链接', madeLead: '请把链接发给 {{email}} 的主人，{{day}}前有效。链接只显示这一次；拿到链接的人都能使用它，请用可靠的方式发送。', sent: '我已复制',
    onlyHere: '链接里的地址 {{host}} 只有这台机器打得开', onlyHereHint: '同事在别的电脑或手机上打不开。请在服务器的环境变量 HOMEFIELD_PUBLIC_URL 里填写同事访问的地址（例如 https://homefield.example.com，见使用指南的“配置项”），重启后再生成链接。',
    states: { open: '等待接受', accepted: '已加入', expired: '已过期', revoked: '已撤回' }, by: '邀请人', expires: '有效期至', revoke: '撤回', revokeTitle: '撤回给“{{name}}”的邀请？', revokeConsequence: '链接立刻失效。', again: '重新邀请',
    acceptPage: '接受邀请', acceptTitle: '加入{{brand}}', acceptLead: '{{who}}邀请您以“{{role}}”的身份加入。设置密码后即可开始。', acceptLeadPlain: '邀请您以“{{role}}”的身份加入。设置密码后即可开始。', until: '邀请在 {{day}}前有效', password: '设置密码', accept: '接受并登录',
    signedInAs: '当前以 {{email}} 登录。要接受邀请，请先退出。', stays: '“{{brand}}”的登录会保留，可以随时切换。', goOn: '继续以{{name}}的身份使用', signOutFirst: '退出并接受邀请', overTitle: '邀请链接无效', overLead: '链接可能已使用、已撤回或已过期，也可能没有复制完整。请联系邀请人重新发送。',
  },
  permissions: {
    permission: '可以做的事', groups: { own: '自己', customers: '客户与订单', segments: '人群与分层', reach: '触达', results: '结果与任务', team: '团队与品牌', system: '系统' },
    words: {
      account_own: '管理自己的账号', customers_read: '查看客户', customers_write: '把客户设为不计入统计，或恢复', customers_export: '导出客户', audiences_read: '查看人群', audiences_write: '新建和修改人群', models_read: '查看分层', models_run: '重新计算分层', sops_read: '查看 SOP', sops_write: '编写 SOP 草稿', sops_publish: '发布、暂停和结束 SOP',
      messages_read: '查看消息规则', messages_settings: '修改频次上限与免打扰，在接口中修改触达许可', channels_manage: '管理企业微信等渠道', orders_import: '导入订单', insights_read: '查看首页与报表', staff_read: '查看员工', jobs_read: '查看后台任务', views_share: '共享保存的视图', workspaces_open: '开设新品牌', workspace_manage: '修改品牌、登录规则与单点登录', users_manage: '邀请和管理用户', api_keys_manage: '管理 API 密钥（密钥的权限不超过创建人）', audit_read: '查看和导出审计', system_read: '查看系统状态',
    },
  },
  audit: {
    at: '时间', who: '操作人', action: '操作', object: '对象', anybody: '所有人', keys: 'API 密钥', anyAction: '全部操作', export: '导出 CSV',
  },
  brands: {
    title: '品牌', here: '当前品牌', who: '{{name}} · {{role}}',
    signInTitle: '登录其他品牌', signInLead: '填写您在那个品牌的邮箱和密码。现在的品牌保持登录，随时可以切换回来。',
    ssoHint: '单点登录得到的邮箱与现在相同，现在的品牌才会保持登录。',
    newTitle: '新建品牌', newOk: '新建并进入', newLead: '新品牌的客户、订单和成员与现在的品牌完全分开。您是它的所有者，沿用现在的姓名、邮箱和密码；之后在一个品牌里修改密码，不影响另一个。两步验证需在新品牌里重新设置。',
  },
  keys: { expires: '到期', expiresHint: '到期后立刻失效。建议定期更换。', forever: '永不到期', expired: '已到期', days: '{{number}} 天后', lastAddress: '最近来自', scopesHint: '读取：查询客户、人群和结果。写入：修改客户、人群和 SOP。导入：送入订单。密钥的权限不会超过创建人的角色，数据范围是全品牌。', beyond: { read: '只能读取后台任务和品牌资料；读取客户的密钥请由所有者创建。', write: '您的角色不能修改客户、人群和 SOP；请由所有者创建这种密钥。', import: '您的角色不能导入订单；请由所有者创建这种密钥。' }, unusable: '创建人的角色是“{{role}}”，{{scopes}}不起作用', readsNoCustomers: '创建人的角色是“{{role}}”，读不到客户', rests: '已停用', restsWhy: '{{name}}不再有权管理 API 密钥。请换上新的密钥，或恢复其权限。' },
};
