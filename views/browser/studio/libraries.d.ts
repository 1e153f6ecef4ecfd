// dmn-js comes without types.
declare module 'dmn-js/lib/Modeler.js';
declare module 'dmn-js/lib/NavigatedViewer.js';
