import type { toolsEn } from './toolsEn.ts';

export const toolsHi: typeof toolsEn = {
  display: {
    title: 'रंग और अक्षरों का आकार',
    colours: 'रंग',
    themes: {
      auto: 'इस उपकरण के अनुसार',
      light: 'हल्के',
      dark: 'गहरे',
      'contrast-light': 'उच्च कंट्रास्ट, सफ़ेद पर काला',
      'contrast-dark': 'उच्च कंट्रास्ट, काले पर सफ़ेद',
    },
    textSize: 'प्रश्नों के अक्षरों का आकार',
    pageSize: 'सब कुछ बड़ा करने के लिए ब्राउज़र के ज़ूम का उपयोग करें: Ctrl और +।',
    shortcuts: 'परीक्षा में एक अक्षर वाले शॉर्टकट चालू रखें (सूची: ?)',
  },
  tools: {
    news: 'सूचनाएँ',
    overview: 'प्रश्नपत्र',
    calculator: 'कैलकुलेटर',
    shortcuts: 'शॉर्टकट',
    enlarge: 'चित्र बड़ा करें',
    picture: 'चित्र',
    pictureAt: (percent: number) => `चित्र ${percent} % पर`,
    larger: 'बड़ा',
    smaller: 'छोटा',
    show: 'दिखाएँ',
    all: 'सभी प्रश्न',
    none: 'इस स्थिति में कोई प्रश्न नहीं है।',
    notOpen: 'यह खंड अभी खुला नहीं है।',
    missing: 'यह लोड नहीं हो सका',
    missingText: 'शायद कनेक्शन टूट गया है। आपके उत्तर सुरक्षित हैं। कनेक्शन आने पर फिर से प्रयास करें।',
  },
  keypad: {
    title: 'अंकों की कुंजियाँ',
    point: 'दशमलव बिंदु',
    sign: 'चिह्न बदलें',
    back: 'अंतिम अंक मिटाएँ',
  },
};
