import { line, type Raw, record, text } from './read.ts';

type Facts = Record<string, string | number | boolean>;

/** Facts for the agent and routing: the ad that led here, forwarding, the product asked about, the username. */
export function factsOf(message: Raw, contact: Raw | undefined): Facts {
  const context = record(message.context) ?? {};
  const product = record(context.referred_product) ?? {};
  const [error] = Array.isArray(message.errors) ? message.errors.map(record) : [];
  const candidates: Record<string, string | boolean | undefined> = {
    ...referralFacts(record(message.referral) ?? {}),
    forwarded: context.forwarded === true || undefined,
    frequentlyForwarded: context.frequently_forwarded === true || undefined,
    product: line(product.product_retailer_id, 256),
    catalogue: line(product.catalog_id, 256),
    username: line(record(contact?.profile)?.username, 256),
    errorCode: line(error?.code, 32),
  };
  return Object.fromEntries(
    Object.entries(candidates).filter((pair): pair is [string, string | boolean] => pair[1] !== undefined),
  );
}

/** Referral of a click-to-WhatsApp ad or post; `ctwa_clid` is what conversions are reported back with. */
function referralFacts(referral: Raw): Record<string, string | undefined> {
  return {
    adType: line(referral.source_type, 64),
    adId: line(referral.source_id, 256),
    adUrl: line(referral.source_url, 1000),
    adHeadline: line(referral.headline, 512),
    adText: text(referral.body, 1000),
    adClick: line(referral.ctwa_clid, 512),
    adWelcome: text(record(referral.welcome_message)?.text, 500),
  };
}
