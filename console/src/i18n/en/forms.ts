export const forms = {
  draftKept: 'Draft kept at {{time}}', draftFound: 'You left unsaved changes here at {{time}}.', draftOutdated: 'You left unsaved changes here at {{time}}; what you were changing has been changed since.', draftRestore: 'Restore', draftForget: 'Throw away',
  mergeTitle: 'Somebody changed it at the same time', mergeLead: 'This is what differs. Choose which of both stays; nothing changes before you save.', mergeSame: 'The other change is the same as yours. You can go on.', mergeSave: 'Save what I chose', mine: 'Mine', theirs: 'Saved by the other',
  needed: 'Fill this in', textShort: 'At least {{min}} characters', textLong: 'At most {{max}} characters; there are {{length}}', listShort: 'Choose at least {{min}}', listLong: 'Choose at most {{max}}', numberSmall: 'Not less than {{min}}', numberLarge: 'Not more than {{max}}',
  email: 'This is not a valid e-mail address, e.g. name@brand.com', url: 'This is not a valid address, e.g. https://brand.com', number: 'Enter a number', format: 'The format is not right',
};
