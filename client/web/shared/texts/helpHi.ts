import type { helpEn } from './helpEn.ts';

export const helpHi: typeof helpEn = {
  help: {
    title: 'सहायता',
    call: 'निरीक्षक को बुलाइए',
    callHint: 'किसी व्यक्ति को बताया जाएगा कि आपको सहायता चाहिए। आपका समय चलता रहेगा; आपके उत्तर सुरक्षित हैं।',
    callLabel: 'आपको क्या चाहिए? (खाली छोड़ सकते हैं)',
    sendCall: 'बुलाइए',
    report: 'इस प्रश्न की शिकायत कीजिए',
    reportTitle: (number: number) => `प्रश्न ${number} की शिकायत`,
    reportHint: 'लिखिए कि इसमें क्या ग़लत है। फिर भी जितना हो सके उत्तर दीजिए; परीक्षा कार्यालय हर शिकायत देखता है।',
    reportLabel: 'क्या ग़लत है?',
    sendReport: 'शिकायत भेजिए',
    byRules: 'इस परीक्षा के नियमों के अनुसार यहाँ विराम है। निरीक्षक को बुलाया गया है।',
    sayWhat: 'लिखिए कि प्रश्न में क्या ग़लत है।',
    ofCall: {
      waiting: 'आपका बुलावा अभी किसी तक नहीं पहुँचा। वह रखा गया है और अपने आप फिर भेजा जाएगा; या हाथ उठाइए।',
      received: (time: string) => `आपका बुलावा ${time} पर मिल गया। कोई आएगा।`,
      refused: 'आपका बुलावा नहीं लिया जा सका।',
    },
    ofReport: {
      waiting: (number: number) => `प्रश्न ${number} की शिकायत कनेक्शन की प्रतीक्षा में है और अपने आप भेजी जाएगी।`,
      received: (number: number, time: string) => `प्रश्न ${number} की शिकायत ${time} पर मिल गई।`,
      refused: (number: number) => `प्रश्न ${number} की शिकायत नहीं ली जा सकी।`,
    },
  },
};
