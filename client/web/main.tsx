import './shared/tokens.css';
import './shared/themes.css';
import './shared/fonts.css';
import './shared/base.css';
import './shared/components.css';
import { createRoot } from 'react-dom/client';
import { createBrowserSignIn } from '../session/index.ts';
import { App } from './app.tsx';
import { applyDisplay, rememberedDisplay } from './shared/display/display.tsx';
import { preferredLanguage } from './shared/language.tsx';
import { loadTexts } from './shared/texts/catalogues.ts';

applyDisplay(rememberedDisplay());
const language = preferredLanguage();
document.documentElement.lang = language;
const texts = await loadTexts(language);
const host = document.getElementById('app');
if (host) createRoot(host).render(<App signIn={createBrowserSignIn()} initial={{ language, texts }} />);
