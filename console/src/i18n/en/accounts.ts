export const accounts = {
  colon: ': ', copy: 'Copy', copied: 'Copied', download: 'Download', sectionList: 'Sections of the settings', language: 'Language', languageHint: 'Of the console, of messages and of exported files.',
  groups: { own: 'You', brand: 'Brand', systems: 'Systems', records: 'Records' },
  sections: { account: 'My account', brand: 'Brand', users: 'Users and roles', permissions: 'Who may do what', security: 'Sign-in security', sso: 'Single sign-on', staff: 'Staff', wecom: 'WeCom', messages: 'Messages', apiKeys: 'API keys', audit: 'Audit log' },
  leads: {
    account: 'Your name, language, password and two-step verification, and where you are signed in.', brand: 'Who the brand is, in which zone its day begins, and in which currency it counts.', users: 'Who may sign in, with which role, and the invitations that are out.',
    permissions: 'What each role may do. This is the very table by which the server decides.', security: 'Rules that hold for everybody who signs in.', sso: 'Colleagues sign in with their company account (OpenID Connect) and need no password of their own here.',
    staff: 'Staff who look after customers in WeCom.', wecom: 'Connect WeCom to bring in staff and customers and to reach them by broadcasts.', messages: 'How often customers may be written to, and when not.', apiKeys: 'Keys with which tills, shops and data systems connect.', audit: 'Who did what, and when. The log is only ever added to; nobody can delete from it.',
  },
  password: { hint: 'A change signs you out on every other device at once.', change: 'Change password', present: 'Present password', next: 'New password', again: 'New password once more', differ: 'The two new passwords differ' },
  ownSessions: {
    title: 'Where you are signed in', lead: 'If you do not know a device, end its session at once and change your password. Only the first half of an address is kept.', device: 'Device', address: 'Address', seen: 'Last seen', created: 'Signed in', current: 'This one',
    end: 'End', endTitle: 'End the session on {{device}}?', endConsequence: 'It is signed out at once and has to sign in again.', endOthers: 'End all others', endOthersTitle: 'End the other {{number}} sessions?', thisStays: 'This device stays signed in.',
  },
  browsers: { chrome: 'Chrome', edge: 'Edge', safari: 'Safari', firefox: 'Firefox', wecom: 'WeCom', wechat: 'WeChat', other: 'Other program' },
  systems: { windows: 'Windows', macos: 'macOS', ios: 'iPhone / iPad', android: 'Android', harmonyos: 'HarmonyOS', linux: 'Linux', other: 'unknown system' },
  totp: {
    title: 'Two-step verification', on: 'On', off: 'Off', turnOn: 'Turn on two-step verification', turnOff: 'Turn off', onHint: 'Since {{day}}; {{number}} recovery codes left.', offHint: 'When you sign in, the app on your phone shows six digits that you enter after the password. A stolen password alone opens nothing.', fewCodes: 'Few recovery codes are left. Make new ones.',
    scan: 'Scan the QR code with an authenticator app on your phone (Microsoft, Google or any other), then enter the six digits that it shows.', qr: 'QR code for two-step verification', byHand: 'Cannot scan? Enter this key in the app by hand:', firstCode: 'Six digits from the app', confirm: 'Confirm and turn on', codeNeeded: 'Enter the code',
    codesLead: 'Two-step verification is on. Here are 10 recovery codes: each signs you in once in place of a code if you lose your phone. They are shown this once; keep them in a safe place.', fileHead: 'Homefield recovery codes · {{brand}} · {{email}}', kept: 'I have saved them',
    newCodes: 'New recovery codes', newCodesLead: 'Makes 10 new recovery codes; the old ones are void.', makeCodes: 'Make them', code: 'Code', orRecovery: 'No phone at hand? A recovery code works too.', secondStep: 'The password is right. Open the authenticator app on your phone and enter the six digits that it shows.', back: 'Sign in as somebody else',
    turnOffTitle: 'Turn off two-step verification?', offConsequence: 'From then on the password alone signs you in; all recovery codes are void.', offRequired: 'The brand asks everybody for two-step verification: you will have to set it up again right away. Use this to change your phone.', turnedOff: 'Two-step verification is off',
    neededLead: '{{brand}} asks everybody for two-step verification. Set it up, then go on.', asideTitle: 'One more door', asideText: 'With two-step verification a stolen password does not open the records of your customers. Setting it up takes a minute.',
  },
  brand: {
    name: 'Brand name', logo: 'Logo', chooseLogo: 'Choose a picture', logoHint: 'PNG, JPEG or WebP, at most 512 kB, best square.', logoTooLarge: 'The picture has more than 512 kB. Make it smaller.', zone: 'Time zone', zoneHint: 'Where the day begins: reports and quiet hours follow it.', zoneNeeded: 'Choose a time zone', currency: 'Currency', currencyHint: 'Cannot change once there are orders.', currencyFixed: 'There are orders, so it stays.',
    mission: 'Mission', missionHint: 'Why the brand exists, for whom, and which problem it solves.', positioning: 'Positioning', positioningHint: 'Which place it has in the minds of customers, and what sets it apart.', voice: 'Voice', voiceHint: 'Who seems to speak, with which words and without which. Scripts are held against it.',
    nowThere: 'Somebody else has just saved this; what you entered is still in the form:', take: 'Use what is there now',
  },
  security: {
    require: 'Ask everybody for two-step verification', requireHint: 'Whoever has none has to set it up the next time they open the console. People who come by single sign-on are checked by their company account and not affected.', ownFirst: 'Turn it on for yourself first.', toAccount: 'Go to "My account"', withoutIt: '{{number}} people do not have it yet.', willBeAsked: '{{number}} people do not have it yet and will be asked the next time.',
    always: 'What always holds', rules: { password: 'Passwords', attempts: 'Failed attempts', session: 'Sessions', invites: 'Invitations' },
    ruleTexts: { password: 'At least 10 characters; only a hash that cannot be turned back is stored (argon2id).', attempts: 'At most 5 in 15 minutes for one e-mail from one address, passwords and codes together.', session: 'Over after 12 hours without use, and after 30 days in any case.', invites: 'Good for 7 days and for one use; can be withdrawn at any time.' },
  },
  sso: {
    enabled: 'Show the single sign-on button on the sign-in page', label: 'Name on the button', labelHint: 'The sign-in page says "Sign in with …".', labelExample: 'e.g. company account', labelNeeded: 'Enter a name', issuerHint: 'The address of the identity provider; checked when you save.', issuerNeeded: 'Enter an address that begins with https://', clientNeeded: 'Enter the client ID', secretHint: 'Stored encrypted, never shown again.', secretNeeded: 'Enter the client secret',
    domains: 'E-mail domains that may come in', domainsHint: 'Press Enter after each. Empty: everybody whom the provider knows.', domainsNeeded: 'Name at least one domain when new people may come in by themselves', newRole: 'People who come for the first time', newRoleHint: 'People who have an account are always matched to it by their e-mail.', nobody: 'Stay out: only people with an account may sign in', comeAs: 'Come in with the role {{role}}',
    saveNote: 'The provider is asked once when you save.', removeTitle: 'Remove single sign-on?', removeConsequence: 'People who sign in with their company account cannot sign in any more, unless they have a password too.', guideTitle: 'What to prepare at the provider', or: 'or', with: 'Sign in with {{label}}',
    guide: { make: 'At your provider (Feishu, DingTalk, Azure AD, Keycloak, Authing …) make an OpenID Connect web application with the authorization code flow.', redirect: 'Enter this address as its redirect URI:', fill: 'Enter its issuer, client ID and client secret here, and make sure that it tells the e-mail address.', try: 'Save, sign out, and try the new button on the sign-in page.' },
    failures: {
      over: 'Single sign-on took too long or was switched off. Press the button again.', refused: 'The provider did not agree to this sign-in. Try again, or ask the administrator of your company accounts.', no_email: 'The provider told no verified e-mail address. Ask the administrator of your company accounts to release it to this application.', foreign_domain: 'The domain of your e-mail may not come in here. Use the account of your company e-mail.',
      unknown_person: 'You have no account here yet. Ask an owner of the brand to invite you.', other_account: 'This e-mail belongs to another account at the provider. Ask an owner of the brand.', disabled: 'Your account is disabled. Ask an owner of the brand.', provider: 'The provider could not be checked, and you are not signed in. Try again later; if it stays so, ask the administrator to look into the log of the server.',
    },
  },
  users: {
    me: 'You', manage: 'Manage', roleNote: 'After a change of the role the person has to sign in again.', signOut: 'Sign out everywhere', signOutTitle: 'Sign {{name}} out everywhere?', signOutConsequence: 'Every session ends at once; they may sign in again.',
    reset: 'Reset two-step verification', resetTitle: "Reset {{name}}'s two-step verification?", resetConsequence: 'App and recovery codes are void; the password alone signs them in, and every session ends.', resetCheck: 'Make sure in person or by phone that it is really they who ask.',
    enable: 'Enable account', enableTitle: "Enable {{name}}'s account?", enableConsequence: 'They may sign in again with their old password.', disable: 'Disable account', disableTitle: "Disable {{name}}'s account?", disableConsequence: 'They are signed out at once and cannot sign in. What they made stays.', disableKeys: 'API keys and open invitations that they made end too.',
  },
  invites: {
    title: 'Invitations', invite: 'Invite somebody', dialogLead: 'Makes a one-time link that you send. Whoever opens it chooses their own password.', makeLink: 'Make the link', madeTitle: 'Invitation for {{name}}', madeLead: 'Send this link to the owner of {{email}}; it is good until {{day}}. It is shown this once, and whoever has it can use it: send it by a way that you trust.', sent: 'I have copied it',
    states: { open: 'Open', accepted: 'Accepted', expired: 'Expired', revoked: 'Withdrawn' }, by: 'Invited by', expires: 'Good until', revoke: 'Withdraw', revokeTitle: 'Withdraw the invitation for {{name}}?', revokeConsequence: 'The link opens nothing from now on.', again: 'Invite again',
    acceptPage: 'Accept the invitation', acceptTitle: 'Join {{brand}}', acceptLead: '{{who}} invites you as {{role}}. Choose a password to begin.', acceptLeadPlain: 'You are invited as {{role}}. Choose a password to begin.', until: 'Good until {{day}}', password: 'Choose a password', accept: 'Accept and sign in',
    signedInAs: 'You are signed in as {{email}}. To accept an invitation, sign out first.', goOn: 'Go on as {{name}}', signOutFirst: 'Sign out and accept', overTitle: 'This link is not good', overLead: 'It was used, withdrawn or is too old, or it was not copied as a whole. Ask for a new one.',
  },
  permissions: {
    permission: 'What one may do', groups: { own: 'Oneself', customers: 'Customers and orders', segments: 'Audiences and models', reach: 'Reaching customers', results: 'Results and jobs', team: 'Team and brand', system: 'System' },
    words: {
      account_own: 'Manage the own account', customers_read: 'See customers', customers_write: 'Change customers and their consent', customers_export: 'Export customers', audiences_read: 'See audiences', audiences_write: 'Make and change audiences', models_read: 'See models', models_run: 'Compute models anew', sops_read: 'See SOPs', sops_write: 'Draft SOPs', sops_publish: 'Publish, pause and end SOPs',
      messages_read: 'See the limits of messages', messages_settings: 'Change caps and quiet hours', channels_manage: 'Manage WeCom and other channels', orders_import: 'Import orders', insights_read: 'See home and reports', staff_read: 'See staff', jobs_read: 'See background jobs', views_share: 'Share saved views', workspace_manage: 'Change the brand, sign-in rules and single sign-on', users_manage: 'Invite and manage users', api_keys_manage: 'Manage API keys', audit_read: 'Read and export the audit log', system_read: 'See the state of the system',
    },
  },
  audit: {
    at: 'Time', who: 'Who', action: 'Action', object: 'Object', system: 'System', anyAction: 'All actions', export: 'Export CSV',
    groups: { session: 'Sign-in and sign-out', sessions: 'Sessions ended', user: 'Users', totp: 'Two-step verification', recovery_code: 'Recovery codes', invite: 'Invitations', sso: 'Single sign-on', workspace: 'Brand settings', api_key: 'API keys', channel: 'Channels', message_settings: 'Message limits', customer_reach: 'Consent of customers', audit: 'Audit log' },
    actions: {
      session_opened: 'Signed in', session_closed: 'Signed out', session_ended: 'Ended a session', sessions_ended: 'Ended sessions', user_created: 'Added a user', user_changed: 'Changed a user', totp_turned_on: 'Turned on two-step verification', totp_turned_off: 'Turned off two-step verification', totp_reset: 'Reset two-step verification', recovery_code_used: 'Used a recovery code', recovery_codes_renewed: 'Made new recovery codes',
      invite_created: 'Invited somebody', invite_accepted: 'Accepted an invitation', invite_revoked: 'Withdrew an invitation', sso_changed: 'Changed single sign-on', sso_removed: 'Removed single sign-on', sso_linked: 'Linked a company account', workspace_created: 'Opened the brand', workspace_changed: 'Changed the brand settings', workspace_logo_set: 'Set the logo', workspace_logo_removed: 'Removed the logo',
      api_key_created: 'Made an API key', api_key_deleted: 'Revoked an API key', channel_connected: 'Connected a channel', message_settings_changed: 'Changed the message limits', customer_reach_changed: 'Changed the consent of a customer', audit_exported: 'Exported the audit log',
    },
    kinds: { user: 'User', api_key: 'API key', invite: 'Invitation', workspace: 'The brand', sso: 'Single sign-on', channel: 'Channel', customer: 'Customer', message_settings: 'Message limits' },
    values: { password: 'password', sso: 'single sign-on', name: 'name', role: 'role', disabled: 'disabled', language: 'language', zone: 'time zone', currency: 'currency', mission: 'mission', positioning: 'positioning', voice: 'voice', requireTotp: 'two-step verification asked of all', read: 'read', write: 'write', import: 'import', creator_disabled: 'its maker was disabled' },
    details: { role: 'Role', fields: 'Fields', scopes: 'Scopes', method: 'By', count: 'Number', enabled: 'Enabled', disabled: 'Disabled', requireTotp: 'Two-step verification asked of all', issuer: 'Issuer', domains: 'Domains', why: 'Why', by: 'From' },
  },
  keys: { expires: 'Ends', expiresHint: 'From then on it opens nothing. Change keys from time to time.', forever: 'Never', expired: 'Over', days: 'In {{number}} days', lastAddress: 'Last from' },
};
