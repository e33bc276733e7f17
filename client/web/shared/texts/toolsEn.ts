/** Texts of what helps to read, to find and to reckon; the other catalogues have exactly these keys. */
export const toolsEn = {
  display: {
    title: 'Colours and text size',
    colours: 'Colours',
    themes: {
      auto: 'As this device',
      light: 'Light',
      dark: 'Dark',
      'contrast-light': 'High contrast, black on white',
      'contrast-dark': 'High contrast, white on black',
    },
    textSize: 'Text size of questions',
    pageSize: 'To enlarge everything, use the zoom of the browser: Ctrl and +.',
    shortcuts: 'Single letters work as shortcuts in the exam (? lists them)',
  },
};
