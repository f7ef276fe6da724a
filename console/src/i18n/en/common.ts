export const common = {
  loading: 'Loading', retry: 'Retry', cancel: 'Cancel', save: 'Save', add: 'Add', remove: 'Remove', yes: 'Yes', no: 'No',
  previousPage: 'Previous', nextPage: 'Next', asOf: 'As of {{time}}', actions: 'Actions', asChart: 'Chart', asTable: 'Table',
  nothingFound: 'Nothing found', nothingFoundHint: 'Try another word or clear the filters.', clearSearch: 'Clear filters', saved: 'Saved', leaveTitle: 'Leave this page?', leaveText: 'You have unsaved changes; they will be lost.', leaveKept: 'You have unsaved changes. They are kept as a draft and offered when you come back.', leave: 'Leave without saving', stay: 'Stay here',
};

export const problems = {
  reference: 'Code {{code}} · reference {{reference}}',
  server_unreachable: 'The server cannot be reached. What you entered is still here; check your network and try again.',
  answer_late: 'The server did not answer within 30 seconds. What you entered is still here; try again later.',
  server_unwell: 'The server cannot do this right now; nothing was changed. Try again later, and if this continues, give the reference to your administrator.',
  answer_unreadable: 'The answer did not come from the Homefield server (a proxy in between may have stopped it). Give the reference to your administrator.',
  console_mistake: 'The console made a mistake in this step; your data is unharmed. Reload the page, and if this continues, give the reference to your administrator.',
};
