export const views = {
  label: '视图', all: '全部', changed: '已改动', save: '保存到视图', saveAs: '另存为视图', revert: '还原', name: '视图名称', nameExample: '例如：上海 · 高价值 · 30 天未下单', nameNeeded: '请给视图起个名字', create: '存为视图', shareWithBrand: '共享给全品牌', shareHint: '同品牌的人都能看到并使用；只有您和有共享权限的人能修改。', shareNotAllowed: '您的角色不能共享视图。',
  menu: '视图“{{name}}”的操作', rename: '改名', share: '共享给全品牌', unshare: '取消共享', makeDefault: '设为我的默认', clearDefault: '取消默认', copyLink: '复制链接', remove: '删除', removed: '已删除视图“{{name}}”', undo: '撤销', saved: '已保存视图', linkCopied: '链接已复制', shared: '已共享', by: '{{name}} 共享', isDefault: '默认打开',
};
