import { commonErrorSentences } from '../../../../server/protocol/commonErrorSentences.ts';
import type { RefusalCode } from '../../../../server/protocol/errors.ts';
import { aroundEn } from './aroundEn.ts';
import type { CandidateErrorCode } from './errorSentence.ts';
import { helpEn } from './helpEn.ts';
import { toolsEn } from './toolsEn.ts';

const things = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);
const changes = (count: number) => things(count, 'change', 'changes');

const errors: Record<CandidateErrorCode, string> = {
  ...commonErrorSentences,
  malformed: 'The server did not understand this page. Load the page again; your answers stay.',
  'too-large': 'This is too large to send. Make it shorter.',
  'unknown-event': 'The server did not understand this page. Load the page again; your answers stay.',
  'not-found': 'There is no such exam for you. Check the address, or ask the invigilator.',
  superseded: 'The exam is now open on another page or device, and that one writes.',
  'unknown-epoch': 'This page has not opened the exam. Load it again; your saved answers will come back.',
  gap: 'Some changes are missing on the server. This page sends them again by itself.',
  'missing-entries':
    'Some changes have not reached the server yet. This page sends them; then hand in again.',
  'not-sealed': 'This exam is not handed in yet, so there is no receipt.',
};

const refusals: Record<RefusalCode | 'not-applied', string> = {
  'malformed-entry': 'The server could not read this answer. Enter it once more.',
  'too-many': 'More of this was sent than the server keeps. You need not do anything.',
  'unknown-question': 'The server does not know this question. Tell the invigilator.',
  'unknown-option': 'The server does not know this option. Load the page again and choose once more.',
  'invalid-value': 'This answer does not fit the question. Enter it once more.',
  'unknown-section': 'The server does not know this section. Tell the invigilator.',
  'section-not-open': 'The section of this question is not open, so the change does not count.',
  'not-applied': 'The server does not hold this change. Enter it once more.',
};

/** What the page says, in English. The other catalogues have exactly these keys. */
export const en = {
  common: {
    loading: 'One moment …',
    tryAgain: 'Try again',
    close: 'Close',
    cancel: 'Cancel',
    skipToContent: 'Skip to the content',
    interfaceLanguage: 'Language',
    languageNotLoaded: 'This language could not be loaded. Check the connection and choose it again.',
    noConnection: 'The server could not be reached. Check the connection and try again.',
    waitingForServer:
      'The server cannot be reached. Keep this page open: it goes on by itself. What was answered on this device is kept.',
    pageNotFound: 'There is no such page.',
    toStart: 'To the start page',
    toExams: 'To my exams',
    brokenTitle: 'Something went wrong on this page',
    brokenText: 'Your answers are kept. Load the page again to go on.',
    reload: 'Load the page again',
    duration: (hours: number, minutes: number) =>
      [
        hours > 0 ? things(hours, 'hour', 'hours') : '',
        minutes > 0 ? things(minutes, 'minute', 'minutes') : '',
      ]
        .filter(Boolean)
        .join(' '),
  },
  signIn: {
    title: 'Sign in',
    lead: 'Use the user name and password that you were given for the exam.',
    username: 'User name',
    password: 'Password',
    showPassword: 'Show password',
    code: 'One-time code',
    useCode: 'I have a one-time code from the invigilator',
    usePassword: 'Use the password',
    codeNeeded: 'Enter your user name and the code.',
    badCredentialsWithCode:
      'User name or code is wrong, or the code was used already or is older than 15 minutes. Check both, or ask for a new code.',
    submit: 'Sign in',
    underWay: 'Signing in …',
    bothNeeded: 'Enter your user name and your password.',
    passwordNeeded: 'Enter your password.',
    practiceTitle: 'Not sure how it works?',
    practiceText: 'The practice exam needs no sign-in. It takes about ten minutes.',
    practiceLink: 'Open the practice exam',
    verifyLink: 'Check a receipt',
    signedInAs: (name: string) => `Signed in as ${name}`,
    signOut: 'Sign out',
    notSignedOut: 'You are still signed in: the server could not be reached. Try again.',
    goToOwnPage: 'To my page',
  },
  staff: {
    proctorTitle: 'Proctor',
    adminTitle: 'Exam office',
    role: 'Role',
    roles: { candidate: 'Candidate', proctor: 'Proctor', author: 'Author', admin: 'Administrator' },
    userName: 'User name',
    name: 'Name',
    notYours: 'Your role does not open this page.',
  },
  myExams: {
    title: 'My exams',
    none: 'You are not enrolled in any exam. If you expect one, ask the exam office.',
    openNow: 'Open now',
    upcoming: 'Upcoming',
    past: 'Over',
    practice: 'Practice',
    practiceText: 'Learn the buttons with a few questions. Nothing is sent or stored.',
    practiceLink: 'Open the practice exam',
    rollNumber: 'Roll number',
    opensAt: 'Opens',
    lastEntry: 'Enter by',
    duration: 'Duration',
    languages: 'Languages',
    start: 'Read the instructions',
    goOn: 'Continue the exam',
    inProgress: 'You have begun this exam. Its time is running.',
    receipt: 'Receipt',
    handedIn: 'Handed in',
    closed: 'Closed. You did not sit this exam.',
    startsIn: (time: string) => `Opens in ${time}`,
    opensNow: 'It opens now.',
    days: (days: number) => things(days, 'day', 'days'),
    refresh: 'Look again',
  },
  instructions: {
    title: 'Instructions',
    timeTitle: 'Time',
    time: (duration: string) =>
      `You have ${duration} from the moment you begin. The clock of the server counts; when the time is over, the server hands in for you.`,
    commonTime: (at: string) =>
      `The exam ends at ${at}, whenever you begin. The clock of the server counts; when the time is over, the server hands in for you.`,
    savingTitle: 'Saving',
    everyChoiceCounts:
      'Every choice counts at once. You need not press anything to save it: moving to another question never loses an answer.',
    markedCounts:
      'An answer that is marked for review counts like any other. Marking is only a reminder for yourself.',
    saveState:
      'The top of the page always says whether the server has your changes (“Saved”) or whether they are on this device only.',
    offline:
      'If the connection breaks, go on. Your changes are kept on this device and are sent when it is back.',
    resume:
      'If the browser or the computer fails, sign in again, here or elsewhere: you continue at the same question. The time goes on.',
    paletteTitle: 'The palette',
    palette: 'The palette shows every question. Press a number to go there.',
    buttonsTitle: 'The buttons',
    buttonSave: 'goes to the next question and takes the review mark off this one if it is answered.',
    buttonMark: 'marks this question for review and goes to the next one.',
    buttonClear: 'takes your answer away.',
    buttonMove: 'move without changing anything.',
    buttonSubmit: 'shows a summary; only a second confirmation there hands in for good.',
    otherDeviceTitle: 'One place at a time',
    otherDevice:
      'If you open the exam on another device or in another tab, that one writes and the earlier one only shows.',
    storageTitle: 'This browser keeps nothing',
    storageText:
      'Its storage is full, switched off (a private window?) or does not answer. You can sit the exam, but answers that have not reached the server are lost if the page is closed. Better use an ordinary window or another browser.',
    storageGood:
      'This browser can keep your answers while the connection is down. Use an ordinary window: a private one forgets them when it is closed.',
    consent: 'I have read the instructions. I begin when I am ready, and I answer on my own.',
    consentNeeded: 'Tick the box first.',
    begin: 'Begin the exam',
    beginNote: 'The time starts when you press this button.',
    backToList: 'Back to my exams',
    notNow: 'This exam cannot be begun now.',
  },
  exam: {
    practiceBadge: 'Practice',
    candidate: 'Candidate',
    rollNumber: 'Roll number',
    question: (number: number) => `Question ${number}`,
    questionOf: (number: number, total: number) => `Question ${number} of ${total}`,
    questionLanguage: 'Question language',
    marks: (correct: string, wrong: string) => `Marks: ${correct} / ${wrong}`,
    marksExplained: {
      'all-or-nothing': (correct: string, wrong: string) =>
        `${correct} for a right answer, ${wrong} for a wrong one, 0 for none.`,
      'partial-subset': (correct: string, wrong: string, perOption: string) =>
        `${correct} for exactly the right options, ${perOption} for each one where only some are chosen, ${wrong} if a wrong one is among them.`,
      'per-row': (correct: string, wrong: string) =>
        `${correct} for each row that is fully right, ${wrong} for each answered row that is not.`,
    },
    types: {
      single: 'One option is right.',
      multiple: 'One or more options are right.',
      numerical: 'Enter a number.',
      matrix: 'For each row choose all columns that fit.',
      'assertion-reason': 'Judge the assertion and the reason.',
      'true-false': 'True or false?',
      'short-text': 'Write a short answer.',
    },
    yourAnswer: 'Your answer',
    passage: 'Passage',
    marked: 'Marked for review',
    unmark: 'Remove the mark',
    erratum: 'Correction to this question',
    questionLoading: 'This question is being loaded …',
    opening: 'The exam is being opened …',
    openingSlow: 'The server has not answered yet. This page keeps trying.',
    sections: 'Sections',
    sectionLocked: 'not open yet',
    sectionClosed: 'closed',
    nextSection: 'Go to the next section',
    nextSectionTitle: (title: string) => `Go on to “${title}”?`,
    nextSectionText:
      'You cannot come back to this section, and what is left of its time is not carried over.',
    nextSectionConfirm: 'Go on',
    waitForSection: 'This section is over. The next one opens in a moment.',
    counts: (answered: number, total: number) => `${answered} of ${total} answered`,
  },
  answer: {
    numberHint: 'Digits, a minus sign and a decimal point; digits of any script.',
    notANumber: 'This is not a number. Write for example 12, -3 or 0.75, without words, spaces or units.',
    numberTooLong: 'This number is too long. At most 40 characters.',
    outOfRange: 'This number is out of range.',
    between: (min: string, max: string) => `Enter a number from ${min} to ${max}.`,
    atLeast: (min: string) => `Enter a number of at least ${min}.`,
    atMost: (max: string) => `Enter a number of at most ${max}.`,
    characters: (used: number, most: number) => `${used} of ${most} characters`,
    textTooLong: (over: number) => `${things(over, 'character', 'characters')} too many. Shorten the answer.`,
    notSent: 'It is not sent.',
    earlierCounts: (value: string) => `Until it is mended, your earlier answer counts: ${value}`,
    nothingCounts: 'Until it is mended, this question counts as not answered.',
    imageFailed: 'The picture could not be loaded. It shows:',
    imageLoading: 'The picture is being loaded …',
    plainTitle: 'This question is shown in plain text',
    plainText: 'Something in it could not be drawn. You can answer it all the same.',
    brokenTitle: 'This question cannot be shown',
    brokenText: 'Go on with the others and tell the invigilator. What you answered here is kept.',
  },
  palette: {
    title: 'Questions',
    open: 'All questions',
    legend: 'What the signs mean',
    states: {
      'not-visited': 'Not visited',
      'not-answered': 'Not answered',
      answered: 'Answered',
      marked: 'Marked for review',
      'answered-marked': 'Answered and marked for review (counts)',
    },
    current: 'here now',
    notSaved: 'not saved yet',
    refused: 'does not count as shown',
    goTo: (number: number, state: string) => `Question ${number}: ${state}`,
  },
  buttons: {
    saveNext: 'Save & Next',
    clear: 'Clear Response',
    markNext: 'Mark for Review & Next',
    back: '<< Back',
    next: 'Next >>',
    submit: 'Submit',
  },
  time: {
    left: 'Time left',
    leftInWords: (time: string) => `You still have ${time}.`,
    sectionLeft: 'Section time left',
    over: 'Time is over',
    minutesLeft: (minutes: number) => `${things(minutes, 'minute', 'minutes')} left.`,
    sectionMinutesLeft: (minutes: number) => `${things(minutes, 'minute', 'minutes')} left in this section.`,
    overTitle: 'The time is over',
    overText: 'You need not do anything: the server hands in what it has and sends your receipt here.',
    overPending: (count: number) =>
      `Not on the server yet: ${changes(count)}, still being sent. The exam office decides about what comes late.`,
    ends: (at: string) => `Ends at ${at}`,
  },
  save: {
    label: 'Saving',
    saved: 'Saved',
    saving: 'Saving …',
    typing: 'Being entered …',
    notSent: (count: number) => `${things(count, 'answer', 'answers')} not sent`,
    inDoubt: (count: number) =>
      count === 1
        ? 'Saved, but 1 answer does not count as shown'
        : `Saved, but ${count} answers do not count as shown`,
    onDeviceSince: (count: number, since: string) => `${changes(count)} on this device only, since ${since}`,
    inPage: (count: number) => `${changes(count)} only in this page`,
    inPageLong: 'This browser cannot store them. Do not close or reload the page until “Saved” stands here.',
    offlineSince: (since: string) => `No connection since ${since}`,
    offlineText:
      'Go on answering: your changes are kept on this device and are sent by themselves when the connection is back.',
    offlineMemoryText: 'Go on answering, but keep this page open: this browser cannot store your changes.',
    refused: (count: number) => `${changes(count)} not taken by the server`,
    late: (count: number) => `${changes(count)} came too late; the exam office decides`,
    lateText:
      'Changes that reached the server after the end, during a pause or after another device took over change no answer by themselves. The exam office decides about them.',
    practice: 'Practice: nothing is sent',
    question: {
      saved: 'Saved',
      pending: 'On this device only, being sent',
      pendingOffline: 'On this device only until the connection is back',
      typing: 'Being entered …',
      notSent: 'Not sent',
      late: 'Too late to count by itself; the exam office decides',
      refused: 'Does not count',
    },
  },
  signInAgain: {
    title: 'Your sign-in has run out',
    text: (name: string) =>
      `Nothing is lost: your changes are kept on this device. Enter the password of ${name} and they are sent. You may go on answering meanwhile.`,
  },
  notices: {
    announce: 'Announcement',
    message: 'Message from the exam office',
    warn: 'Warning',
    erratum: 'Correction',
    deadline: 'Your time has changed',
    deadlineText: (at: string) => `Your exam now ends at ${at}.`,
    paused: 'The exam was paused',
    resumed: 'The exam goes on',
    reason: (reason: string) => `Reason: ${reason}`,
    toQuestion: (number: number) => `To question ${number}`,
    read: 'I have read this',
    more: (count: number) => things(count, 'more message', 'more messages'),
  },
  paused: {
    title: 'The exam is paused',
    text: 'The clock stands still and the questions are hidden. What you had answered is kept. Wait here; the exam goes on by itself.',
  },
  elsewhere: {
    supersededTitle: 'The exam is open on another device',
    supersededText:
      'That device writes now; this page only shows. If that was not you, tell the invigilator at once.',
    takenOverTitle: 'The exam goes on here',
    takenOverText:
      'It was open on another device before; if it still is, that one only shows now. If that was not you, tell the invigilator at once.',
    pendingText: (count: number) =>
      `Made here and not on the server yet: ${changes(count)}, still being sent. The exam office decides about them.`,
    otherTabTitle: 'The exam is open in another tab',
    otherTabText: 'That tab writes now. Continue there, or here: then the other one only shows.',
    continueHere: 'Continue here',
  },
  refused: {
    title: 'The exam cannot be opened here now',
    goesOn: 'Keep this page open. The exam appears here by itself as soon as it can be opened.',
  },
  handingIn: {
    title: 'Handing in …',
    text: 'Keep this page open until the receipt appears.',
    waiting: (count: number) => `Being sent first: ${changes(count)}.`,
    waitingOffline: 'There is no connection. The page hands in as soon as it is back.',
    done: 'Your exam is handed in',
  },
  ...aroundEn,
  ...helpEn,
  ...toolsEn,
  errors,
  refusals,
};

export type Texts = typeof en;
