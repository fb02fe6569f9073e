"""The names that hosting providers give each deployment, by what they end in."""

ENDINGS = (
    *("vercel.app", "netlify.app", "onrender.com", "fly.dev", "pages.dev", "workers.dev"),
    *("herokuapp.com", "railway.app", "web.app", "firebaseapp.com", "azurewebsites.net"),
    *("amplifyapp.com", "github.io", "gitlab.io", "surge.sh", "deno.dev", "replit.app"),
    *("lovable.app", "ngrok.io", "ngrok.app", "ngrok-free.app", "ngrok.dev", "ngrok-free.dev"),
    "trycloudflare.com",
)
