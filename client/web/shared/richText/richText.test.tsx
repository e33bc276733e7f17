import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { PlainTextContext, RichText } from './richText.tsx';

const markup = (source: string) =>
  renderToStaticMarkup(<RichText text={{ en: source, hi: 'प्रश्न' }} language="en" />);

describe('[WEB-3] texts of a paper', () => {
  it('[WEB-3] show markup as text', () => {
    const html = markup('<img src=x onerror="alert(1)"> & <b>not bold</b>');
    expect(html).toContain(
      '&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &lt;b&gt;not bold&lt;/b&gt;',
    );
    expect(html).not.toContain('<img');
  });

  it('[WEB-3] name their language, and fall back to one there is', () => {
    const text = { en: 'question', hi: 'प्रश्न' };
    expect(renderToStaticMarkup(<RichText text={text} language="hi" />)).toContain('lang="hi"');
    expect(renderToStaticMarkup(<RichText text={text} language="ta" />)).toContain('lang="en"');
    expect(renderToStaticMarkup(<RichText text={{ ur: 'سوال' }} language="hi" />)).toContain(
      'lang="ur" dir="rtl"',
    );
  });

  it('[WEB-3, WEB-10] stand there as they were written where formulas are not drawn', () => {
    const html = renderToStaticMarkup(
      <PlainTextContext value={true}>
        <RichText text={{ en: 'Is $x < 1$?' }} language="en" />
      </PlainTextContext>,
    );
    expect(html).toContain('<p>Is $x &lt; 1$?</p>');
  });
});
