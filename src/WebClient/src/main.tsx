import '@fontsource-variable/atkinson-hyperlegible-next';
import './design/tokens.css';
import './design/base.css';
import './frame/frame.css';
import './design/rooms.css';
import './design/zone.css';
import './chat/chat.css';
import './event/event.css';
import './talks/talks.css';
import { render } from 'preact';
import { App } from './App';
import { setTheme, theme } from './design/theme';
import { language, setLanguage } from './i18n';
import { me, whoAmI } from './sign-in/session';

setLanguage(language.value);
setTheme(theme.value);
const root = document.getElementById('app');
if (root) {
  render(<App />, root);
}
if (location.pathname !== '/invite') {
  whoAmI().catch(() => {
    me.value = null;
  });
} else {
  me.value = null;
}
