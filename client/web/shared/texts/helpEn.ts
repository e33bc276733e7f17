/** Texts of the way to a person; the other catalogues have exactly these keys. */
export const helpEn = {
  help: {
    title: 'Help',
    call: 'Call the invigilator',
    callHint: 'A person will be told that you need help. Your time goes on; your answers are kept.',
    callLabel: 'What do you need? (may be left empty)',
    sendCall: 'Call',
    report: 'Report this question',
    reportTitle: (number: number) => `Report question ${number}`,
    reportHint:
      'Say what is wrong with it. Answer it as well as you can all the same; the exam office looks at every report.',
    reportLabel: 'What is wrong?',
    sendReport: 'Send the report',
    byRules: 'The rules of this exam ask for a pause here. The invigilator has been called.',
    sayWhat: 'Write what is wrong with the question.',
    ofCall: {
      waiting:
        'Your call has not reached anybody yet. It is kept and sent again by itself; or raise your hand.',
      received: (time: string) => `Your call was received at ${time}. Somebody will come.`,
      refused: 'Your call could not be taken.',
    },
    ofReport: {
      waiting: (number: number) =>
        `The report about question ${number} waits for the connection and is sent by itself.`,
      received: (number: number, time: string) =>
        `The report about question ${number} was received at ${time}.`,
      refused: (number: number) => `The report about question ${number} could not be taken.`,
    },
  },
};
