export const forms = {
  draftKept: '草稿已自动保存 {{time}}', draftKeeping: '正在保存草稿…', draftNotKept: '草稿还没有保存上，正在重试。内容仍在本页，请先不要离开。', draftFound: '您在 {{time}} 有一份没有保存的修改。', draftOutdated: '您在 {{time}} 有一份没有保存的修改，此后原内容已被改动过。', draftRestore: '恢复', draftForget: '放弃',
  mergeTitle: '有人同时改了它', mergeLead: '下面是不一样的地方，请逐项选择保留哪一份。保存之前不会有任何改动。', mergeSame: '对方的修改和您的完全一样，可以直接继续。', mergeSave: '按选择保存', mine: '我的修改', theirs: '对方已保存的',
  needed: '请填写此项', textShort: '至少 {{min}} 个字符', textLong: '最多 {{max}} 个字符，现在有 {{length}} 个', listShort: '至少选 {{min}} 项', listLong: '最多选 {{max}} 项', numberSmall: '不能小于 {{min}}', numberLarge: '不能大于 {{max}}',
  email: '邮箱格式不正确，例如 name@brand.com', url: '网址格式不正确，例如 https://brand.com', number: '请填写数字', format: '格式不正确',
};
