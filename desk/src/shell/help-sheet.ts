/** The help sheet: what is written there is what screens bind. Texts are those of the area `keys`. */
export const helpSheet: { title: string; keys: { press: string[]; text: string }[] }[] = [
  {
    title: 'everywhere',
    keys: [
      { press: ['mod', 'k'], text: 'palette' },
      { press: ['?'], text: 'help' },
      { press: ['g', 'c'], text: 'goConversations' },
      { press: ['g', 'u'], text: 'goCustomers' },
      { press: ['g', 'f'], text: 'goSearch' },
      { press: ['g', 'r'], text: 'goRecoveries' },
      { press: ['g', 'x'], text: 'goTasks' },
      { press: ['g', 'e'], text: 'goMentions' },
      { press: ['g', 's'], text: 'goSettings' },
    ],
  },
  {
    title: 'work',
    keys: [
      { press: ['g', 't'], text: 'goWork' },
      { press: ['Alt', 'Enter'], text: 'acceptOffer' },
      { press: ['Alt', 'r'], text: 'declineOffer' },
    ],
  },
  {
    title: 'customer',
    keys: [{ press: ['c'], text: 'write' }],
  },
  {
    title: 'duplicates',
    keys: [
      { press: ['j', 'k'], text: 'nextPair' },
      { press: ['m'], text: 'mergePair' },
      { press: ['n'], text: 'differentPair' },
      { press: ['s'], text: 'laterPair' },
      { press: ['u'], text: 'undoPair' },
      { press: ['x'], text: 'swapPair' },
      { press: ['↑', '↓', '←', '→'], text: 'choosePair' },
    ],
  },
  {
    title: 'deals',
    keys: [
      { press: ['n'], text: 'newDeal' },
      { press: ['/'], text: 'searchDeals' },
      { press: ['1', '2', '3'], text: 'dealViews' },
      { press: ['↑', '↓', '←', '→'], text: 'cards' },
      { press: ['␣'], text: 'holdCard' },
    ],
  },
  {
    title: 'tasks',
    keys: [
      { press: ['n'], text: 'newTask' },
      { press: ['j', 'k'], text: 'nextTask' },
      { press: ['x'], text: 'tickTask' },
      { press: ['/'], text: 'searchTasks' },
    ],
  },
  {
    title: 'list',
    keys: [
      { press: ['j'], text: 'next' },
      { press: ['k'], text: 'previous' },
      { press: ['Enter'], text: 'open' },
      { press: ['/'], text: 'search' },
      { press: ['x'], text: 'pick' },
      { press: ['c'], text: 'start' },
      { press: ['g', 'm'], text: 'goMine' },
      { press: ['g', 'n'], text: 'goUnassigned' },
      { press: ['g', 'w'], text: 'goWaiting' },
      { press: ['g', 'a'], text: 'goAll' },
      { press: ['g', 'p'], text: 'goPublic' },
      { press: ['g', 'd'], text: 'goScheduled' },
    ],
  },
  {
    title: 'conversation',
    keys: [
      { press: ['r'], text: 'reply' },
      { press: ['n'], text: 'note' },
      { press: ['mod', 'Shift', 'Enter'], text: 'sendAndResolve' },
      { press: ['d'], text: 'sendLater' },
      { press: ['mod', 'z'], text: 'undoSend' },
      { press: ['a'], text: 'assignMe' },
      { press: ['e'], text: 'resolve' },
      { press: ['s'], text: 'snooze' },
      { press: ['u'], text: 'unread' },
      { press: ['m'], text: 'macros' },
      { press: ['t'], text: 'transfer' },
      { press: ['Escape'], text: 'back' },
    ],
  },
];
