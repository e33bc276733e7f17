import type { StaffErrorCode } from '../../shared/texts/errorSentence.ts';

type Sentences = Record<StaffErrorCode, string>;

export const staffErrorsEn: Sentences = {
  'reason-required': 'Say why: the reason stands in the log with your name.',
  'invalid-time': 'The time to grant must be more than nothing. Enter how many minutes to give.',
  'empty-scope': 'Nobody is in this scope. Choose others, or reload the list.',
  'unknown-candidate':
    'Some of these people are not enrolled in this exam. Reload the list and choose again.',
  'not-in-scope': 'This is outside the districts and centres assigned to you. Ask the exam office.',
  'beyond-limit':
    'This is more time than the exam allows to be granted to one candidate. Grant less, or ask the exam office.',
  'command-conflict': 'This was sent before with other content. Reload the page and try again.',
  'code-shown': 'This sign-in code was shown once and cannot be shown again. Issue a new one.',
  'approval-needed-from-other':
    'You asked for this yourself, so a second person has to decide about it. Ask a colleague.',
  'already-decided': 'Somebody has decided about this already. Reload to see how.',
  'already-judged': 'These late answers were judged already, and otherwise. Reload to see the verdict.',
  'already-claimed': 'A colleague is dealing with this. Leave it to them, or ask them to let go of it.',
  'already-resolved': 'This has been resolved. Add a note if there is more to say.',
};

export const staffErrorsHi: Sentences = {
  'reason-required': 'कारण लिखें: वह आपके नाम के साथ अभिलेख में रहेगा।',
  'invalid-time': 'दिया जाने वाला समय शून्य से अधिक होना चाहिए। लिखें कि कितने मिनट देने हैं।',
  'empty-scope': 'इस दायरे में कोई नहीं है। किसी और को चुनें, या सूची फिर से लोड करें।',
  'unknown-candidate': 'इनमें से कुछ लोग इस परीक्षा में नामांकित नहीं हैं। सूची फिर से लोड करके दोबारा चुनें।',
  'not-in-scope': 'यह आपको सौंपे गए ज़िलों और केंद्रों के बाहर है। परीक्षा कार्यालय से पूछें।',
  'beyond-limit': 'परीक्षा के नियम एक परीक्षार्थी को इतना अतिरिक्त समय नहीं देते। कम समय दें, या परीक्षा कार्यालय से पूछें।',
  'command-conflict': 'यह पहले किसी और सामग्री के साथ भेजा गया था। पृष्ठ फिर से लोड करके दोबारा करें।',
  'code-shown': 'यह साइन-इन कोड एक बार दिखाया जा चुका है और फिर नहीं दिखेगा। नया कोड जारी करें।',
  'approval-needed-from-other':
    'यह अनुरोध आपने ही किया है, इसलिए निर्णय किसी दूसरे व्यक्ति को करना है। किसी सहकर्मी से कहें।',
  'already-decided': 'इस पर किसी ने पहले ही निर्णय कर दिया है। देखने के लिए फिर से लोड करें।',
  'already-judged': 'देर से आए इन उत्तरों पर पहले ही दूसरा निर्णय हो चुका है। देखने के लिए फिर से लोड करें।',
  'already-claimed': 'इसे कोई सहकर्मी देख रहे हैं। उन पर छोड़ें, या उनसे कहें कि वे इसे छोड़ दें।',
  'already-resolved': 'इसका समाधान हो चुका है। कुछ और कहना हो तो टिप्पणी जोड़ें।',
};

export const staffErrorsMr: Sentences = {
  'reason-required': 'कारण लिहा: ते तुमच्या नावासह नोंदीत राहील.',
  'invalid-time': 'द्यायचा वेळ शून्यापेक्षा जास्त हवा. किती मिनिटे द्यायची ते लिहा.',
  'empty-scope': 'या निवडीत कोणीही नाही. दुसरे कोणी निवडा, किंवा यादी पुन्हा लोड करा.',
  'unknown-candidate': 'यांपैकी काही जणांची या परीक्षेसाठी नोंदणी नाही. यादी पुन्हा लोड करून परत निवडा.',
  'not-in-scope': 'हे तुम्हाला दिलेल्या जिल्ह्यांच्या आणि केंद्रांच्या बाहेर आहे. परीक्षा कार्यालयाला विचारा.',
  'beyond-limit':
    'परीक्षेच्या नियमांनुसार एका परीक्षार्थीला इतका जास्त वेळ देता येत नाही. कमी वेळ द्या, किंवा परीक्षा कार्यालयाला विचारा.',
  'command-conflict': 'हे आधी वेगळ्या मजकुरासह पाठवले गेले होते. पृष्ठ पुन्हा लोड करून परत करा.',
  'code-shown': 'हा साइन-इन कोड एकदा दाखवला गेला आहे आणि पुन्हा दिसणार नाही. नवा कोड द्या.',
  'approval-needed-from-other': 'ही विनंती तुम्हीच केली आहे, म्हणून निर्णय दुसऱ्या व्यक्तीने घ्यायचा आहे. सहकाऱ्याला सांगा.',
  'already-decided': 'यावर कोणीतरी आधीच निर्णय घेतला आहे. पाहण्यासाठी पुन्हा लोड करा.',
  'already-judged': 'उशिरा आलेल्या या उत्तरांवर आधीच वेगळा निर्णय झाला आहे. पाहण्यासाठी पुन्हा लोड करा.',
  'already-claimed': 'हे एक सहकारी पाहत आहेत. त्यांच्यावर सोपवा, किंवा त्यांना ते सोडायला सांगा.',
  'already-resolved': 'याचे निराकरण झाले आहे. आणखी काही सांगायचे असल्यास टिप्पणी जोडा.',
};
