import { Burger } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { KeyRound, LayoutDashboard, type LucideIcon, PlugZap, ScrollText } from 'lucide-react';
import { Fragment } from 'react';
import { BrandMark } from '../BrandMark.tsx';
import type { Dictionary } from '../i18n/en.ts';
import { useText } from '../i18n/Language.tsx';
import classes from './Shell.module.css';

interface MenuItem {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: keyof Dictionary['menu'];
  readonly icon: LucideIcon;
}

/** In the order of the product's menu; a rule stands between groups. */
const groups: readonly (readonly MenuItem[])[] = [
  [
    { to: '/', label: 'overview', icon: LayoutDashboard },
    { to: '/providers', label: 'providers', icon: PlugZap },
  ],
  [{ to: '/audit', label: 'audit', icon: ScrollText }],
  [{ to: '/api-keys', label: 'apiKeys', icon: KeyRound }],
];

export function Navigation({
  isMenuOpen,
  onDone,
}: {
  readonly isMenuOpen: boolean;
  readonly onDone: () => void;
}) {
  const text = useText();
  return (
    <>
      <div className={classes['brand']}>
        {isMenuOpen && (
          <Burger
            opened
            size="sm"
            hiddenFrom="sm"
            onClick={onDone}
            aria-label={text.app.closeMenu}
          />
        )}
        <BrandMark size={24} />
        Monago
      </div>
      <ul className={classes['links']}>
        {groups.map((group, at) => (
          <Fragment key={group[0]?.label}>
            {at > 0 && <li className={classes['rule']} aria-hidden />}
            {group.map(({ to, label, icon: Icon }) => (
              <li key={label}>
                <Link
                  to={to}
                  className={classes['link']}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                  onClick={onDone}
                >
                  <Icon size={17} strokeWidth={1.9} aria-hidden />
                  {text.menu[label]}
                </Link>
              </li>
            ))}
          </Fragment>
        ))}
      </ul>
    </>
  );
}
