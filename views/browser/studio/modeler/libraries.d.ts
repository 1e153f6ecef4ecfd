// bpmn.io's libraries that come without types, or with types written for another kind of module.
declare module '@bpmn-io/element-template-chooser';
declare module '@bpmn-io/element-template-icon-renderer';
declare module '@bpmn-io/properties-panel';
declare module '@bpmn-io/properties-panel/preact';
declare module '@bpmn-io/variable-resolver';
declare module 'bpmn-js-create-append-anything';
declare module 'bpmn-js-element-templates';
declare module 'bpmn-js-i18n-zh/lib/*';
declare module 'bpmn-js-i18n/translations/zn.js';
declare module 'bpmn-js-native-copy-paste/lib/PasteUtil.js';
declare module 'bpmn-js-properties-panel';
declare module 'bpmn-js-token-simulation';
declare module 'bpmn-js-token-simulation/lib/viewer.js';
declare module 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
declare module 'diagram-js-minimap';
declare module 'diagram-js/lib/command/CommandInterceptor.js';
declare module 'diagram-js/lib/i18n/translate';
