// The class. The build puts the file of the facade that lies beside a wrapper in the place of this one; its default
// export is the class in both forms, while the CommonJS form is the class and has no other.

export { TRTCCalling as default } from '../facade/calling';
