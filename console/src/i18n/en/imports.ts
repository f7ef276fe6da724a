export const imports = {
  action: 'Import orders', title: 'Import past orders', drop: 'Drop a CSV file here, or click to choose', dropHint: 'The first line holds the column names. The same file can be imported again; orders are not doubled.', chosen: '{{name}} ({{size}})',
  mapping: 'Format of the file', mappings: { auto: 'Recognize columns', cdnow: 'CDNOW', 'online-retail': 'Online Retail II', 'complete-journey': 'The Complete Journey' },
  mappingHints: { auto: 'Finds customer, order number, time, amount and product by their names', cdnow: 'Text file with customer, date, quantity, amount', 'online-retail': 'Invoice, product, quantity, time, price, customer', 'complete-journey': 'Household, basket, day, product, amount' },
  start: 'Start import', uploading: 'Uploading {{percent}}', stop: 'Stop upload', background: 'Continue in background', tryAgain: 'Try another file or format', again: 'Import another', seeCustomers: 'See customers',
  wrongType: 'Choose a CSV or text file (.csv, .txt, .tsv, or one of these as .gz)', spreadsheet: 'Save it in Excel as CSV first (UTF-8 or GBK), then upload that', other: 'Another file',
};
