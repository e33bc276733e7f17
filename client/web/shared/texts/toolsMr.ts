import type { toolsEn } from './toolsEn.ts';

export const toolsMr: typeof toolsEn = {
  display: {
    title: 'रंग आणि अक्षरांचा आकार',
    colours: 'रंग',
    themes: {
      auto: 'या उपकरणाप्रमाणे',
      light: 'फिकट',
      dark: 'गडद',
      'contrast-light': 'उच्च कॉन्ट्रास्ट, पांढऱ्यावर काळे',
      'contrast-dark': 'उच्च कॉन्ट्रास्ट, काळ्यावर पांढरे',
    },
    textSize: 'प्रश्नांच्या अक्षरांचा आकार',
    pageSize: 'सर्व काही मोठे करण्यासाठी ब्राउझरचा झूम वापरा: Ctrl आणि +.',
    shortcuts: 'परीक्षेत एकेरी अक्षरे शॉर्टकट म्हणून चालतील (यादीसाठी ?)',
  },
};
