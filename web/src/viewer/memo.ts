import { Component, createElement, type ComponentType, type VNode } from 'preact';

/** A component that is drawn anew only when one of its properties changes; hundreds of hairs stay while a picture moves. */
export function memo<Props extends object>(Drawn: (props: Props) => VNode | null): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const keys = Object.keys(next) as (keyof Props)[];
      return keys.some((key) => next[key] !== this.props[key]);
    }
    override render(): VNode {
      return createElement(Drawn as never, this.props as never);
    }
  } as never;
}
