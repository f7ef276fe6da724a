export const models = {
  noPurchase: 'No purchase',
  classes: { key_value: 'Key value', key_growth: 'Key growth', key_retain: 'Key retain', key_win_back: 'Key win-back', general_value: 'General value', general_growth: 'General growth', general_retain: 'General retain', general_win_back: 'General win-back' },
};
