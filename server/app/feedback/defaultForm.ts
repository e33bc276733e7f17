import type { FeedbackForm } from '../../domain/content.ts';

/** What is asked where the exam's file asks nothing of its own. Every item is a statement to agree with. */
export const defaultForm: FeedbackForm = {
  items: [
    {
      id: 'instructions',
      text: {
        en: 'I understood from the instructions what I had to do.',
        hi: 'निर्देशों से मुझे समझ में आया कि क्या करना है।',
        mr: 'सूचनांवरून मला काय करायचे आहे ते समजले.',
      },
    },
    {
      id: 'screen',
      text: {
        en: 'The exam screen was easy to use.',
        hi: 'परीक्षा की स्क्रीन का उपयोग करना आसान था।',
        mr: 'परीक्षेचा स्क्रीन वापरायला सोपा होता.',
      },
    },
    {
      id: 'reading',
      text: {
        en: 'Questions, pictures and formulas were easy to read.',
        hi: 'प्रश्न, चित्र और सूत्र पढ़ने में आसान थे।',
        mr: 'प्रश्न, चित्रे आणि सूत्रे वाचायला सोपी होती.',
      },
    },
    {
      id: 'language',
      text: {
        en: 'The language of the questions was clear.',
        hi: 'प्रश्नों की भाषा स्पष्ट थी।',
        mr: 'प्रश्नांची भाषा स्पष्ट होती.',
      },
    },
    {
      id: 'syllabus',
      text: {
        en: 'The questions fitted the announced syllabus.',
        hi: 'प्रश्न घोषित पाठ्यक्रम के अनुसार थे।',
        mr: 'प्रश्न जाहीर केलेल्या अभ्यासक्रमानुसार होते.',
      },
    },
    {
      id: 'time',
      text: {
        en: 'The time was enough.',
        hi: 'समय पर्याप्त था।',
        mr: 'वेळ पुरेसा होता.',
      },
    },
    {
      id: 'saving',
      text: {
        en: 'I trusted that my answers were saved.',
        hi: 'मुझे भरोसा था कि मेरे उत्तर सहेजे गए हैं।',
        mr: 'माझी उत्तरे जतन झाली आहेत याचा मला विश्वास होता.',
      },
    },
    {
      id: 'technology',
      text: {
        en: 'Device and network worked without trouble.',
        hi: 'उपकरण और नेटवर्क बिना परेशानी के चले।',
        mr: 'उपकरण आणि नेटवर्क अडचणीशिवाय चालले.',
      },
    },
    {
      id: 'centre',
      text: {
        en: 'The exam centre was quiet and well organised.',
        hi: 'परीक्षा केंद्र शांत और सुव्यवस्थित था।',
        mr: 'परीक्षा केंद्र शांत आणि सुव्यवस्थित होते.',
      },
    },
    {
      id: 'help',
      text: {
        en: 'When I needed help, I got it.',
        hi: 'जब मुझे मदद चाहिए थी, तब मिली।',
        mr: 'मला मदत हवी होती तेव्हा ती मिळाली.',
      },
    },
  ],
  freeText: true,
};
