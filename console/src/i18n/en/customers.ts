export const customers = {
  title: 'Customers', one: 'Customer', goneTitle: 'This customer was not found', goneText: 'The link may be incomplete, the customer removed, or outside of your data scope.', lead: 'One record per person: identities, orders and interactions together.', name: 'Name', noName: 'No name', phone: 'Phone', city: 'City', rfm: 'RFM class', orders: 'Orders', netSales: 'Net sales',
  lastOrder: 'Last order', owner: 'Follow-up staff', source: 'Source', store: 'Store', createdAt: 'First seen', isContact: 'Contact', excluded: 'Not counted',
  searchHint: 'Name, phone digits or ID', noCity: 'No city', noStore: 'No store', contactYes: 'Is a contact', contactNo: 'Not a contact', copy: 'Copy', copied: '{{formatted}} customers copied; paste them into a spreadsheet', copyOnlyLoaded: 'Only loaded customers can be copied; for all of them use an export.',
  exportChosen: 'Export selected', leaveOut: { action: 'Leave out of counts', title: 'Leave the selected customers out of counts?', ok: 'Leave out', reason: 'Reason, e.g. internal test accounts', impact: 'Affects {{formatted}} customers', gone: 'They no longer appear in the list, in audiences or in any count, and enter no SOP.', undo: 'This runs in the background. When it is done you can undo it under Jobs.' },
  emptyTitle: 'No customers yet', emptyText: 'Import past orders or connect WeCom, and customers appear here.',
  profile: 'Profile', gender: 'Gender', genders: { male: 'Male', female: 'Female', unknown: 'Unknown' }, attributes: 'Custom attributes', identities: 'Identities',
  identityKinds: { phone: 'Phone', email: 'E-mail', member_no: 'Member number', wecom_external_user_id: 'WeCom external contact', custom_order_customer: 'Customer number in the order system' },
  sources: { import: 'Import', api: 'API', wecom: 'WeCom', model: 'Segmentation', audience: 'Audience', sops: 'SOP', messages: 'Messages', console: 'Console' },
  netSalesDefinition: 'Amount paid for orders less refunds.', ordersDefinition: 'Paid orders; fully refunded ones do not count.',
  perOrder: 'Per order', perOrderDefinition: 'Net sales ÷ orders.', lastOrderDefinition: 'Time of the last paid order.',
  timeline: 'Timeline', timelineEmpty: 'Nothing recorded yet', earlier: 'Earlier',
};
