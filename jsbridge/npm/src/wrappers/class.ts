// The class. The build replaces this module by the facade's file that lies beside a wrapper. Importing its default gives
// the class in both forms, although the CommonJS form is the class and has no member called default.

export { TRTCCalling as default } from '../facade/calling';
