// How Microsoft's renderer draws cards here. Colours are the page's own custom properties, so light and dark need no redraw.
const colours = {
  default: { default: 'var(--ink)', subtle: 'var(--ink-soft)' },
  dark: { default: 'var(--ink)', subtle: 'var(--ink-soft)' },
  light: { default: 'var(--ink)', subtle: 'var(--ink-soft)' },
  accent: { default: 'var(--accent)', subtle: 'var(--accent)' },
  good: { default: 'var(--good)', subtle: 'var(--good)' },
  warning: { default: 'var(--warning)', subtle: 'var(--warning)' },
  attention: { default: 'var(--attention)', subtle: 'var(--attention)' },
};

const style = (backgroundColor) => ({ backgroundColor, foregroundColors: colours });

const fontType = (fontFamily) => ({
  fontFamily,
  fontSizes: { small: 13, default: 15, medium: 17, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
});

export const hostConfig = {
  supportsInteractivity: true,
  fontFamily: 'inherit',
  fontTypes: { default: fontType('inherit'), monospace: fontType('monospace') },
  lineHeights: { small: 19, default: 22, medium: 24, large: 27, extraLarge: 31 },
  spacing: { small: 6, default: 10, medium: 16, large: 22, extraLarge: 28, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  containerStyles: {
    default: style('transparent'),
    emphasis: style('var(--fill)'),
    good: style('var(--good-fill)'),
    warning: style('var(--warning-fill)'),
    attention: style('var(--attention-fill)'),
    accent: style('var(--accent-fill)'),
  },
  textStyles: { heading: { size: 'medium', weight: 'bolder', color: 'default', isSubtle: false } },
  // The chat's own heading is an h2.
  textBlock: { headingLevel: 3 },
  factSet: {
    title: { color: 'default', size: 'default', isSubtle: true, weight: 'default', wrap: true, maxWidth: 170 },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 16,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { size: 'default', weight: 'bolder', suffix: ' (needed)', suffixColor: 'default' },
      optionalInputs: { size: 'default', weight: 'bolder' },
    },
    errorMessage: { size: 'default', color: 'attention', weight: 'bolder', spacing: 'small' },
  },
  actions: {
    maxActions: 6,
    spacing: 'medium',
    buttonSpacing: 0,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
};
