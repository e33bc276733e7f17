import type { LocalText, WireQuestion } from '../../../../server/protocol/candidate.ts';

/** The right answers of a practice question, any of them. They are in the page because practice is scored there. */
export type PracticeKey = readonly (
  | string
  | boolean
  | readonly string[]
  | Readonly<Record<string, readonly string[]>>
)[];

export interface PracticeQuestion {
  readonly question: WireQuestion;
  readonly key: PracticeKey;
  /** How the right answer is written out in the result. */
  readonly rightAnswer: LocalText;
}

interface PracticeSection {
  readonly id: string;
  readonly title: LocalText;
  readonly questions: readonly PracticeQuestion[];
}

export interface PracticePaper {
  readonly title: LocalText;
  readonly languages: readonly string[];
  readonly durationMs: number;
  readonly sections: readonly PracticeSection[];
}

const text = (en: string, hi: string, mr: string): LocalText => ({ en, hi, mr });
const same = (all: string): LocalText => text(all, all, all);
const marks = { correct: '1', wrong: '0', rule: 'all-or-nothing' };

const choosing: readonly PracticeQuestion[] = [
  {
    question: {
      id: 'p1',
      sectionId: 'choosing',
      type: 'single',
      text: text(
        'A school day has 8 periods of 40 minutes each. How long do the periods last together?',
        'एक विद्यालय में दिन में 40-40 मिनट के 8 कालांश होते हैं। सभी कालांश मिलाकर कितने समय के होते हैं?',
        'एका शाळेत दिवसात प्रत्येकी 40 मिनिटांच्या 8 तासिका असतात. सर्व तासिका मिळून किती वेळ होतो?',
      ),
      marks,
      options: [
        { id: 'a', text: text('4 hours', '4 घंटे', '4 तास') },
        { id: 'b', text: text('4 hours 40 minutes', '4 घंटे 40 मिनट', '4 तास 40 मिनिटे') },
        { id: 'c', text: text('5 hours 20 minutes', '5 घंटे 20 मिनट', '5 तास 20 मिनिटे') },
        { id: 'd', text: text('6 hours', '6 घंटे', '6 तास') },
      ],
    },
    key: ['c'],
    rightAnswer: text('5 hours 20 minutes', '5 घंटे 20 मिनट', '5 तास 20 मिनिटे'),
  },
  {
    question: {
      id: 'p2',
      sectionId: 'choosing',
      type: 'multiple',
      text: text(
        'Which of these numbers are prime? Choose all of them.',
        'इनमें से कौन-सी संख्याएँ अभाज्य हैं? सभी चुनें।',
        'यांपैकी कोणत्या संख्या मूळ संख्या आहेत? सर्व निवडा.',
      ),
      marks,
      options: [
        { id: 'a', text: same('11') },
        { id: 'b', text: same('15') },
        { id: 'c', text: same('23') },
        { id: 'd', text: same('27') },
      ],
    },
    key: [['a', 'c']],
    rightAnswer: same('11, 23'),
  },
  {
    question: {
      id: 'p3',
      sectionId: 'choosing',
      type: 'true-false',
      text: text(
        'The square of a negative number is positive: $(-3)^2 = 9$.',
        'ऋणात्मक संख्या का वर्ग धनात्मक होता है: $(-3)^2 = 9$।',
        'ऋण संख्येचा वर्ग धन असतो: $(-3)^2 = 9$.',
      ),
      marks,
    },
    key: [true],
    rightAnswer: text('True', 'सत्य', 'सत्य'),
  },
  {
    question: {
      id: 'p4',
      sectionId: 'choosing',
      type: 'assertion-reason',
      text: {},
      marks,
      assertion: text(
        'Wet clothes dry faster on a windy day.',
        'हवा चलने पर गीले कपड़े जल्दी सूखते हैं।',
        'वारा असताना ओले कपडे लवकर वाळतात.',
      ),
      reason: text(
        'Wind carries the damp air away from the clothes, so more water can evaporate.',
        'हवा कपड़ों के पास की नम वायु को हटा देती है, इसलिए अधिक पानी वाष्पित हो पाता है।',
        'वारा कपड्यांजवळची दमट हवा दूर नेतो, त्यामुळे अधिक पाण्याचे बाष्पीभवन होऊ शकते.',
      ),
      options: [
        {
          id: 'A',
          text: text(
            'Both A and R are true, and R is the correct explanation of A.',
            'A और R दोनों सत्य हैं, और R, A की सही व्याख्या है।',
            'A आणि R दोन्ही सत्य आहेत, आणि R हे A चे योग्य स्पष्टीकरण आहे.',
          ),
        },
        {
          id: 'B',
          text: text(
            'Both A and R are true, but R is not the correct explanation of A.',
            'A और R दोनों सत्य हैं, परंतु R, A की सही व्याख्या नहीं है।',
            'A आणि R दोन्ही सत्य आहेत, परंतु R हे A चे योग्य स्पष्टीकरण नाही.',
          ),
        },
        {
          id: 'C',
          text: text('A is true, but R is false.', 'A सत्य है, परंतु R असत्य है।', 'A सत्य आहे, परंतु R असत्य आहे.'),
        },
        {
          id: 'D',
          text: text('A is false, but R is true.', 'A असत्य है, परंतु R सत्य है।', 'A असत्य आहे, परंतु R सत्य आहे.'),
        },
      ],
    },
    key: ['A'],
    rightAnswer: text(
      'Both are true, and R explains A.',
      'दोनों सत्य हैं, और R, A की व्याख्या करता है।',
      'दोन्ही सत्य आहेत, आणि R हे A चे स्पष्टीकरण देते.',
    ),
  },
];

const passage = {
  id: 'g1',
  text: text(
    'The library of a village school is open from Monday to Saturday. Each pupil may take home two books for a week. In June 30 pupils took two books each and 12 pupils took one.\n\nThe pupils of Class 7 look after the register. They found that story books are asked for most, and that hardly anybody asked for the atlas until it was laid open on a table.',
    'एक गाँव के विद्यालय का पुस्तकालय सोमवार से शनिवार तक खुलता है। हर विद्यार्थी एक सप्ताह के लिए दो पुस्तकें घर ले जा सकता है। जून में 30 विद्यार्थियों ने दो-दो और 12 विद्यार्थियों ने एक-एक पुस्तक ली।\n\nरजिस्टर कक्षा 7 के विद्यार्थी सँभालते हैं। उन्होंने पाया कि कहानियों की पुस्तकें सबसे अधिक माँगी जाती हैं, और मानचित्रावली को तब तक शायद ही किसी ने माँगा जब तक उसे मेज़ पर खोलकर नहीं रखा गया।',
    'एका गावातील शाळेचे ग्रंथालय सोमवार ते शनिवार उघडे असते. प्रत्येक विद्यार्थी एका आठवड्यासाठी दोन पुस्तके घरी नेऊ शकतो. जूनमध्ये 30 विद्यार्थ्यांनी प्रत्येकी दोन आणि 12 विद्यार्थ्यांनी प्रत्येकी एक पुस्तक नेले.\n\nनोंदवही इयत्ता 7 चे विद्यार्थी सांभाळतात. गोष्टींची पुस्तके सर्वाधिक मागितली जातात, आणि नकाशासंग्रह टेबलावर उघडून ठेवेपर्यंत तो क्वचितच कोणी मागितला, असे त्यांच्या लक्षात आले.',
  ),
};

const writing: readonly PracticeQuestion[] = [
  {
    question: {
      id: 'p5',
      sectionId: 'writing',
      type: 'numerical',
      group: passage,
      text: text(
        'How many books were taken home in June?',
        'जून में कुल कितनी पुस्तकें घर ले जाई गईं?',
        'जूनमध्ये एकूण किती पुस्तके घरी नेण्यात आली?',
      ),
      marks,
      unit: text('books', 'पुस्तकें', 'पुस्तके'),
    },
    key: ['72'],
    rightAnswer: same('$30 \\times 2 + 12 = 72$'),
  },
  {
    question: {
      id: 'p6',
      sectionId: 'writing',
      type: 'single',
      group: passage,
      text: text(
        'What made pupils ask for the atlas?',
        'विद्यार्थी मानचित्रावली किस कारण माँगने लगे?',
        'विद्यार्थी नकाशासंग्रह कशामुळे मागू लागले?',
      ),
      marks,
      options: [
        { id: 'a', text: text('It was new.', 'वह नई थी।', 'तो नवीन होता.') },
        { id: 'b', text: text('It could be seen.', 'वह दिखाई देने लगी।', 'तो दिसू लागला.') },
        {
          id: 'c',
          text: text(
            'It was needed for homework.',
            'गृहकार्य के लिए उसकी आवश्यकता थी।',
            'गृहपाठासाठी त्याची गरज होती.',
          ),
        },
      ],
    },
    key: ['b'],
    rightAnswer: text('It could be seen.', 'वह दिखाई देने लगी।', 'तो दिसू लागला.'),
  },
  {
    question: {
      id: 'p7',
      sectionId: 'writing',
      type: 'matrix',
      text: text(
        'For each shape tick everything that is true of it.',
        'प्रत्येक आकृति के लिए जो भी सही है, उस पर निशान लगाएँ।',
        'प्रत्येक आकृतीसाठी जे जे खरे आहे त्यावर खूण करा.',
      ),
      marks,
      rows: [
        { id: 'r1', text: text('Square', 'वर्ग', 'चौरस') },
        { id: 'r2', text: text('Rectangle', 'आयत', 'आयत') },
        { id: 'r3', text: text('Equilateral triangle', 'समबाहु त्रिभुज', 'समभुज त्रिकोण') },
      ],
      columns: [
        { id: 'c1', text: text('All sides equal', 'सभी भुजाएँ समान', 'सर्व बाजू समान') },
        { id: 'c2', text: text('Has right angles', 'समकोण हैं', 'काटकोन आहेत') },
      ],
    },
    key: [{ r1: ['c1', 'c2'], r2: ['c2'], r3: ['c1'] }],
    rightAnswer: text(
      'Square: both. Rectangle: right angles. Equilateral triangle: equal sides.',
      'वर्ग: दोनों। आयत: समकोण। समबाहु त्रिभुज: समान भुजाएँ।',
      'चौरस: दोन्ही. आयत: काटकोन. समभुज त्रिकोण: समान बाजू.',
    ),
  },
  {
    question: {
      id: 'p8',
      sectionId: 'writing',
      type: 'short-text',
      text: text(
        'Write the name of the capital of India.',
        'भारत की राजधानी का नाम लिखें।',
        'भारताच्या राजधानीचे नाव लिहा.',
      ),
      marks,
      maxLength: 40,
    },
    key: ['New Delhi', 'Delhi', 'नई दिल्ली', 'दिल्ली', 'नवी दिल्ली'],
    rightAnswer: text('New Delhi', 'नई दिल्ली', 'नवी दिल्ली'),
  },
];

/** Easy on purpose: what is practised is the screen. */
export const practicePaper: PracticePaper = {
  title: text('Practice exam', 'अभ्यास परीक्षा', 'सराव परीक्षा'),
  languages: ['en', 'hi', 'mr'],
  durationMs: 15 * 60_000,
  sections: [
    { id: 'choosing', title: text('Choosing', 'चुनना', 'निवडणे'), questions: choosing },
    {
      id: 'writing',
      title: text('Reading and writing', 'पढ़ना और लिखना', 'वाचन आणि लेखन'),
      questions: writing,
    },
  ],
};
