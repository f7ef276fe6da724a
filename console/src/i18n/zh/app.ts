export const app = {
  product: '主场', navigation: '主导航', skip: '跳到正文', more: '更多', signOut: '退出登录', account: '账号：{{name}}',
  places: { home: '首页', customers: '客户', audiences: '人群', models: '分层', sops: 'SOP', jobs: '后台任务', settings: '设置', system: '系统' },
  groups: { look: '概览', know: '认识客户', act: '运营动作', run: '系统' },
  theme: { label: '外观', system: '跟随系统', light: '浅色', dark: '深色' },
  virtualTime: '演示时间 {{time}}', virtualTimeHint: '这是演示品牌，时间是虚拟的：所有“现在”“截至”都以这个时间为准。',
  loop: { attract: '引流', keep: '留存', engage: '促活', convert: '转化', repurchase: '复购', refer: '裂变', all: '客户自循环', hint: '在客户自循环中的位置：{{stages}}' },
  crash: { title: '这个页面没能显示出来', text: '您填写并保存过的内容都还在。可以再试一次；如果仍然如此，请把参考号 {{reference}} 告诉管理员。', retry: '再试一次', reload: '重新加载' },
  notFound: { title: '没有这个页面', text: '链接可能写错了，或者内容已被归档。', home: '回到首页' },
};
