export const app = {
  product: 'Homefield', navigation: 'Main navigation', skip: 'Skip to content', more: 'More', signOut: 'Sign out', account: 'Account: {{name}}',
  places: { home: 'Home', customers: 'Customers', audiences: 'Audiences', models: 'Segments', sops: 'SOPs', jobs: 'Jobs', settings: 'Settings', system: 'System' },
  groups: { look: 'Overview', know: 'Know', act: 'Act', run: 'Run' },
  theme: { label: 'Appearance', system: 'System', light: 'Light', dark: 'Dark' },
  virtualTime: 'Demo time {{time}}', virtualTimeHint: 'This is a demo brand with virtual time: every "now" and "as of" means this time.',
  loop: { attract: 'Attract', keep: 'Keep', engage: 'Engage', convert: 'Convert', repurchase: 'Repurchase', refer: 'Refer', all: 'Customer loop', hint: 'Place in the customer loop: {{stages}}' },
  crash: { title: 'This page could not be shown', text: 'Everything you saved is still there. Try again; if it stays like this, give the reference {{reference}} to your administrator.', retry: 'Try again', reload: 'Reload' },
  notFound: { title: 'There is no such page', text: 'The link may be wrong, or its content has been archived.', home: 'Back to home' },
};
