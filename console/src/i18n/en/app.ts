export const app = {
  product: 'Homefield', navigation: 'Main navigation', breadcrumbs: 'Where you are', skip: 'Skip to content', more: 'More', signOut: 'Sign out', signOutAll: 'Sign out of all {{number}} brands', signOutBrand: 'Sign out of this brand', account: 'Account: {{name}}', language: 'Language', collapse: 'Collapse', expand: 'Expand navigation',
  places: { home: 'Home', customers: 'Customers', audiences: 'Audiences', models: 'Segments', sops: 'SOPs', jobs: 'Jobs', settings: 'Settings', system: 'System' },
  groups: { look: 'Overview', know: 'Know', act: 'Act', measure: 'Insights', run: 'Run' },
  theme: { label: 'Appearance', system: 'System', light: 'Light', dark: 'Dark' }, density: { label: 'Density', comfortable: 'Comfortable', compact: 'Compact' },
  brands: { present: 'Present brand: {{name}}. Click to switch', switchTo: 'Switch to {{name}}', signIn: 'Sign in to another brand…', open: 'Open a new brand…',
    elsewhereTitle: 'This browser is in {{brand}} now', elsewhereText: 'You switched brands in another tab. This page belongs to {{brand}} and has unsaved changes. All tabs of a browser are in the same brand, so please choose:', elsewhereOver: 'Your session in {{brand}} is over. Sign in again to go on; your changes stay.', elsewhereBack: 'Back to {{brand}}', elsewhereFollow: 'Discard changes',
  },
  virtualTime: 'Demo time {{time}}', virtualTimeHint: 'This is a demo brand with virtual time: every "now" and "as of" means this time.',
  loop: { attract: 'Attract', keep: 'Keep', engage: 'Engage', convert: 'Convert', repurchase: 'Repurchase', refer: 'Refer', all: 'Customer loop', hint: 'Place in the customer loop: {{stages}}' },
  crash: { title: 'This page could not be shown', text: 'Everything you saved is still there. Try again; if it stays like this, give the reference {{reference}} to your administrator.', retry: 'Try again', reload: 'Reload' },
  notFound: { title: 'There is no such page', text: 'The link may be wrong, or its content has been archived.', home: 'Back to home' },
  reconnecting: 'Reconnecting… What you entered is still here.',
  guard: {
    title: 'Your role does not show this page', text: 'Your role is {{role}}. Roles that may see it: {{roles}}. If your work needs it, ask an owner to change your role.', back: 'Go to {{place}}', between: ', ',
    nothingTitle: 'Welcome, {{name}}', nothingText: 'Your account {{email}} has no permissions yet, so there is nothing to see here. Ask an owner of the brand to give you a role, then reload this page.',
  },
  keys: { title: 'Keyboard shortcuts', close: 'Close', then: ' then ', go: 'Go to {{place}}', palette: 'Search and commands', keys: 'Show shortcuts', fold: 'Collapse or expand navigation' },
  palette: {
    title: 'Search or run a command', placeholder: 'Customer, pinyin, last digits of a phone, number, or what to do', results: 'Results', recent: 'Seen recently', pages: 'Pages', actions: 'Actions', more: 'More results', move: 'Choose', open: 'Open',
    kinds: { customer: 'Customers', sop: 'SOPs', audience: 'Audiences' }, by: { pinyin: 'pinyin', phone: 'phone', email: 'e-mail', number: 'number' }, size: '{{formatted}} people',
    nothing: 'Nothing found among: {{kinds}}. Names that were just imported take a moment until pinyin finds them.', failed: 'The search is not available at the moment; try again in a while. Pages and actions still work.', inCustomers: 'Search the list of customers',
    import: 'Import orders', newAudience: 'New audience', newSop: 'New SOP', invite: 'Invite a colleague', snapshot: 'Take a snapshot of segments', language: 'Switch to Chinese', theme: 'Appearance: {{theme}}', compact: 'Use compact density', comfortable: 'Use comfortable density',
  },
  notices: {
    title: 'Notifications', unread: 'Notifications, {{formatted}} unread', none: 'Nothing needs a hand, and nothing new has ended.', hand: 'Needs a hand', endedTitle: 'Ended', fresh: 'new',
    waiting: '{{formatted}} messages wait for staff', waitingHint: 'They are sent once staff confirm them in WeCom', failed: 'Did not finish', rejected: '{{formatted}} lines have errors; download and correct them', ended: 'Finished',
  },
};
