export const forms = {
  draftKept: 'Draft saved at {{time}}', draftKeeping: 'Saving draft…', draftNotKept: 'The draft is not saved yet and is being tried again. What you typed is still here; please stay on this page.', draftFound: 'You left unsaved changes here at {{time}}.', draftOutdated: 'You left unsaved changes here at {{time}}; somebody has changed the original since.', draftRestore: 'Restore', draftForget: 'Discard',
  mergeTitle: 'Somebody else changed this at the same time', mergeLead: 'These are the differences. Choose which version to keep; nothing changes until you save.', mergeSame: 'The other change is the same as yours. You can continue.', mergeSave: 'Save my choice', mine: 'Mine', theirs: 'Theirs',
  needed: 'This field is required', textShort: 'At least {{min}} characters', textLong: 'At most {{max}} characters; you have {{length}}', listShort: 'Choose at least {{min}}', listLong: 'Choose at most {{max}}', numberSmall: 'At least {{min}}', numberLarge: 'At most {{max}}',
  email: 'This is not a valid e-mail address, e.g. name@brand.com', url: 'This is not a valid address, e.g. https://brand.com', number: 'Enter a number', format: 'The format is not valid',
};
