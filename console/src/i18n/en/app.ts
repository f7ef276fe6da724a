export const app = {
  product: 'Homefield', navigation: 'Main navigation', breadcrumbs: 'Where you are', skip: 'Skip to content', more: 'More', signOut: 'Sign out', signOutAll: 'Sign out of all {{number}} brands', signOutBrand: 'Sign out of this brand', account: 'Account: {{name}}', language: 'Language', collapse: 'Collapse', expand: 'Expand navigation',
  places: { home: 'Home', customers: 'Customers', audiences: 'Audiences', models: 'Segmentation', sops: 'SOPs', jobs: 'Jobs', settings: 'Settings', system: 'System' },
  groups: { look: 'Overview', know: 'Know customers', act: 'Take action', measure: 'Insights', run: 'Manage' },
  theme: { label: 'Appearance', system: 'System', light: 'Light', dark: 'Dark' }, density: { label: 'Density', comfortable: 'Comfortable', compact: 'Compact' },
  brands: { present: 'Current brand: {{name}}. Click to switch', switchTo: 'Switch to {{name}}', signIn: 'Sign in to another brand…', open: 'Create a brand…',
    elsewhereTitle: 'This browser has switched to {{brand}}', elsewhereText: 'You switched brands in another tab. This page belongs to {{brand}} and has unsaved changes. All tabs of a browser share one brand, so please choose:', elsewhereOver: 'Your session in {{brand}} has ended. Sign in again to continue; your changes are kept.', elsewhereBack: 'Back to {{brand}}', elsewhereFollow: 'Discard changes',
  },
  virtualTime: 'Demo time {{time}}', virtualTimeHint: 'This is a demo brand with virtual time: every "now" and "as of" means this time.',
  loop: { attract: 'Attract', keep: 'Keep', engage: 'Engage', convert: 'Convert', repurchase: 'Repurchase', refer: 'Refer', all: 'Customer loop', hint: 'Place in the customer loop: {{stages}}' },
  crash: { title: 'This page could not be shown', text: 'Everything you saved is still there. Try again; if this continues, give the reference {{reference}} to your administrator.', retry: 'Try again', reload: 'Reload' },
  notFound: { title: 'Page not found', text: 'The link may be wrong, or its content has been archived.', home: 'Back to home' },
  reconnecting: 'Reconnecting… What you entered is still here.',
  guard: {
    title: 'Your role cannot open this page', text: 'Your role is {{role}}. Roles that may open it: {{roles}}. If you need it for your work, ask an owner to change your role.', back: 'Go to {{place}}', between: ', ',
    nothingTitle: 'Welcome, {{name}}', nothingText: 'Your account {{email}} has no permissions yet, so there is nothing to see here. Ask an owner of the brand to give you a role, then reload this page.',
  },
  keys: { title: 'Keyboard shortcuts', close: 'Close', then: ' then ', go: 'Go to {{place}}', palette: 'Search and commands', keys: 'Show shortcuts', fold: 'Collapse or expand navigation' },
  palette: {
    title: 'Search or run a command', placeholder: 'Customer, pinyin, last digits of a phone, number, or a command', results: 'Results', recent: 'Recently viewed', pages: 'Pages', actions: 'Actions', more: 'More results', move: 'Choose', open: 'Open',
    kinds: { customer: 'Customers', sop: 'SOPs', audience: 'Audiences' }, by: { pinyin: 'pinyin', phone: 'phone', email: 'e-mail', number: 'number' }, size: '{{formatted}} people',
    nothing: 'Nothing found in {{kinds}}. Names imported a moment ago cannot be found by pinyin yet.', failed: 'Search is not available right now; try again later. Pages and actions still work.', inCustomers: 'Search the customer list',
    import: 'Import orders', newAudience: 'New audience', newSop: 'New SOP', invite: 'Invite a colleague', snapshot: 'Refresh the segmentation snapshot', language: 'Switch to Chinese', theme: 'Appearance: {{theme}}', compact: 'Use compact density', comfortable: 'Use comfortable density',
  },
  notices: {
    title: 'Notifications', unread: 'Notifications, {{formatted}} unread', none: 'Nothing needs attention, and there are no new results.', hand: 'Needs attention', endedTitle: 'Finished', fresh: 'New',
    waiting: '{{formatted}} messages waiting for staff', waitingHint: 'They are sent once staff confirm them in WeCom', failed: 'Not finished', rejected: '{{formatted}} lines have errors; download and correct them', ended: 'Finished',
  },
};
