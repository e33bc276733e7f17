import type { Choice } from '../../domain/content.ts';

/** The standard statements under an assertion (A) and a reason (R), never shuffled. */
export const assertionReasonOptions: readonly Choice[] = [
  {
    id: 'A',
    text: {
      en: 'Both A and R are true, and R is the correct explanation of A.',
      hi: 'A और R दोनों सही हैं, और R, A की सही व्याख्या है।',
      mr: 'A आणि R दोन्ही बरोबर आहेत, आणि R हे A चे योग्य स्पष्टीकरण आहे.',
      ur: 'A اور R دونوں درست ہیں، اور R، A کی درست وضاحت ہے۔',
    },
  },
  {
    id: 'B',
    text: {
      en: 'Both A and R are true, but R is not the correct explanation of A.',
      hi: 'A और R दोनों सही हैं, परंतु R, A की सही व्याख्या नहीं है।',
      mr: 'A आणि R दोन्ही बरोबर आहेत, परंतु R हे A चे योग्य स्पष्टीकरण नाही.',
      ur: 'A اور R دونوں درست ہیں، لیکن R، A کی درست وضاحت نہیں ہے۔',
    },
  },
  {
    id: 'C',
    text: {
      en: 'A is true, but R is false.',
      hi: 'A सही है, परंतु R गलत है।',
      mr: 'A बरोबर आहे, परंतु R चूक आहे.',
      ur: 'A درست ہے، لیکن R غلط ہے۔',
    },
  },
  {
    id: 'D',
    text: {
      en: 'A is false, but R is true.',
      hi: 'A गलत है, परंतु R सही है।',
      mr: 'A चूक आहे, परंतु R बरोबर आहे.',
      ur: 'A غلط ہے، لیکن R درست ہے۔',
    },
  },
];

/** The question above assertion and reason when the author wrote none. */
export const assertionReasonText: Readonly<Record<string, string>> = {
  en: 'Assertion (A) and Reason (R) are given below. Choose the statement that is right.',
  hi: 'नीचे अभिकथन (A) और कारण (R) दिए गए हैं। सही विकल्प चुनिए।',
  mr: 'खाली विधान (A) आणि कारण (R) दिले आहे. योग्य पर्याय निवडा.',
  ur: 'ذیل میں دعویٰ (A) اور وجہ (R) دیے گئے ہیں۔ درست بیان منتخب کیجیے۔',
};
