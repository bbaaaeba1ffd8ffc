import { Alert, AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../i18n/Language.tsx';
import { useSession } from '../session.ts';
import { type UnsavedWork, UnsavedWorkContext } from '../unsaved-work.ts';
import { FallbackBanner } from './FallbackBanner.tsx';
import { Navigation } from './Navigation.tsx';
import classes from './Shell.module.css';
import { TopBar } from './TopBar.tsx';
import { useRouteAnnouncer } from './use-route-announcer.ts';

/** The frame of every page behind the sign-in. */
export function Shell() {
  const text = useText().app;
  const session = useSession();
  const { pathname } = useLocation();
  const [isMenuOpen, menu] = useDisclosure(false);
  const [unsaved] = useState((): UnsavedWork => new Set());
  useRouteAnnouncer();
  return (
    <UnsavedWorkContext value={unsaved}>
      <AppShell
        layout="alt"
        header={{ height: 56 }}
        navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
      >
        <a href="#main" className={classes['skip']}>
          {text.skipToContent}
        </a>
        <AppShell.Header className={classes['header']}>
          <TopBar isMenuOpen={isMenuOpen} onMenu={menu.toggle} />
        </AppShell.Header>
        <AppShell.Navbar className={classes['rail']} aria-label={text.mainMenu}>
          <Navigation isMenuOpen={isMenuOpen} onDone={menu.close} />
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1} className={classes['main']}>
          {session.insecure_transport && (
            <Alert
              role="alert"
              color="red"
              variant="filled"
              radius={0}
              icon={<TriangleAlert size={18} />}
            >
              {text.insecure}
            </Alert>
          )}
          <FallbackBanner key={pathname} />
          <div className={classes['page']}>
            <Outlet />
          </div>
        </AppShell.Main>
      </AppShell>
    </UnsavedWorkContext>
  );
}
