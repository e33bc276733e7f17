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
    shortcuts: 'परीक्षेत एका अक्षराचे शॉर्टकट चालू ठेवा (यादी: ?)',
  },
  tools: {
    news: 'सूचना',
    overview: 'प्रश्नपत्रिका',
    calculator: 'गणकयंत्र',
    shortcuts: 'शॉर्टकट',
    enlarge: 'चित्र मोठे करा',
    picture: 'चित्र',
    pictureAt: (percent: number) => `चित्र ${percent} % आकारात`,
    larger: 'मोठे',
    smaller: 'लहान',
    show: 'दाखवा',
    all: 'सर्व प्रश्न',
    none: 'या स्थितीत एकही प्रश्न नाही.',
    notOpen: 'हा विभाग सध्या उघडा नाही.',
    missing: 'हे लोड करता आले नाही',
    missingText: 'जोडणी तुटलेली दिसते. तुमची उत्तरे सुरक्षित आहेत. जोडणी परत आल्यावर पुन्हा प्रयत्न करा.',
  },
  keypad: {
    title: 'अंकांच्या कळा',
    point: 'दशांश चिन्ह',
    sign: 'चिन्ह बदला',
    back: 'शेवटचा अंक पुसा',
  },
};
