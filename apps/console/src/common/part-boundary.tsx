import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { withTranslation, type WithTranslation } from 'react-i18next';

interface Props extends WithTranslation {
  children: ReactNode;
  /** Shown in place of the general sentence. */
  sentence?: string;
}

/** A fault in one part of the page leaves the other parts standing. */
class Boundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="state state-failed" role="alert">
        <strong>{this.props.sentence ?? this.props.t('page/broken')}</strong>
        <Button onClick={() => this.setState({ failed: false })}>{this.props.t('common/retry')}</Button>
      </div>
    );
  }
}

export const PartBoundary = withTranslation()(Boundary);
