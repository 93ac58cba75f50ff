/** What came of handing a message over. */
export type SendAnswer =
  /** The provider has it. */
  | { readonly kind: 'sent'; readonly providerId: string | null }
  /** It will never take it. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It surely has not taken it, and may yet. */
  | { readonly kind: 'later'; readonly why: string; readonly afterSeconds?: number }
  /** It may have it or not. */
  | { readonly kind: 'unclear'; readonly why: string }
