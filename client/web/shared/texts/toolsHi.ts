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
    pageSize: 'सब कुछ बड़ा करने के लिए ब्राउज़र का ज़ूम काम में लें: Ctrl और +।',
    shortcuts: 'परीक्षा में अकेले अक्षर शॉर्टकट का काम करें (सूची के लिए ?)',
  },
};
