import '@mantine/core/styles.layer.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';

export function start(): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(<App />);
}
