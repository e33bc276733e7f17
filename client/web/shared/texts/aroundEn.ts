/** What surrounds the exam: checking the device, waiting for the start, and what is asked after the hand-in. */
export const aroundEn = {
  waiting: {
    title: 'Waiting room',
    opensAt: (at: string) => `The exam opens at ${at}, by the clock of the server.`,
    stay: 'Stay on this page: it fetches the questions before the start, still locked. Nothing starts without you.',
    opensIn: 'Opens in',
    minutesLeft: (minutes: number) =>
      minutes === 1 ? 'The exam opens in 1 minute.' : `The exam opens in ${minutes} minutes.`,
    open: 'The exam is open. Begin when you are ready.',
  },
  checks: {
    title: 'This device',
    checking: 'Being checked …',
    good: 'In order',
    attention: 'Please note',
    ready: 'This device is ready for the exam.',
    notReady: 'You can sit the exam on this device, but read the lines with “!”.',
    browser: 'Browser',
    browserGood: 'This browser can do all that the exam needs.',
    browserOld:
      'This browser is old. The exam works, but slower at the start. If you can, update it or use another one.',
    clock: 'Clock',
    clockGood: 'The clock of this device agrees with that of the server.',
    clockOff: (minutes: number) =>
      `The clock of this device is off by about ${minutes} min. That does no harm: the exam goes by the clock of the server.`,
    connection: 'Connection',
    connectionGood: (ms: number) => `The server answers in ${ms} ms.`,
    connectionSlow: (ms: number) =>
      `The server answers in ${ms} ms, which is slow. Your answers are kept here until they have arrived.`,
    connectionNone: 'The server does not answer at the moment. Check the network, then check again.',
    storage: 'Storage',
    screen: 'Screen',
    screenGood: 'The screen is large enough.',
    screenSmall: 'Very little fits on this screen. Make the text smaller or turn the device.',
    again: 'Check again',
  },
};
