/** The keys of the simulated accounts. They open nothing but the simulator, and look like it. */
export interface Secrets {
  native: { apiKey: string; webhookSecret: string };
  stripe: { secretKey: string; webhookSecret: string };
  razorpay: { keyId: string; keySecret: string; webhookSecret: string };
  paypal: { clientId: string; clientSecret: string; webhookId: string };
  juspay: {
    apiKey: string;
    merchantId: string;
    clientId: string;
    webhookUsername: string;
    webhookPassword: string;
    responseKey: string;
  };
}

export const testSecrets: Secrets = {
  native: { apiKey: 'native_test_simulator', webhookSecret: 'native_whsec_simulator' },
  stripe: { secretKey: 'sk_test_simulator000000000', webhookSecret: 'whsec_simulator' },
  razorpay: {
    keyId: 'rzp_test_simulator',
    keySecret: 'rzp_simulator_secret',
    webhookSecret: 'rzp_simulator_whsec',
  },
  paypal: {
    clientId: 'paypal-simulator-client',
    clientSecret: 'paypal-simulator-secret',
    webhookId: 'WH-SIMULATOR',
  },
  juspay: {
    apiKey: 'juspay_simulator_key',
    merchantId: 'simulator',
    clientId: 'simulator',
    webhookUsername: 'hookuser',
    webhookPassword: 'hookpass',
    responseKey: 'JUSPAY_SIMULATOR_RESPONSE_KEY',
  },
};
