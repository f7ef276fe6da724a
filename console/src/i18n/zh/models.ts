export const models = {
  noPurchase: '未购',
  classes: { key_value: '重要价值', key_growth: '重要发展', key_retain: '重要保持', key_win_back: '重要挽留', general_value: '一般价值', general_growth: '一般发展', general_retain: '一般保持', general_win_back: '一般挽留' },
};
