import './app/validate-without-eval.ts';
import '@mantine/core/styles.layer.css';
import './app/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { installStyleNonce } from './app/style-nonce.ts';
import { installTrustedTypes } from './app/trusted-types.ts';

installTrustedTypes();
installStyleNonce();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
